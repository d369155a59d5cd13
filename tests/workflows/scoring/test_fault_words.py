"""Every fault of a sheet can be told in Thai too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "app" / "translations" / "th" / "scoring.po"


def fault_sentences() -> set[str]:
    """The texts in the scoring rules that speak of a place in the sheet."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "workflows" / "scoring").glob("*.py")]
    constants = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {text for text in constants if isinstance(text, str) and text.startswith("%(place)s: ")}


def test_the_thai_catalogue_says_exactly_the_faults_there_are() -> None:
    with CATALOGUE.open("rb") as stream:
        thai = {str(message.id): str(message.string) for message in read_po(stream, locale="th") if message.id}
    assert thai.keys() == fault_sentences()
    assert {text: sorted(set(re.findall(r"%\(\w+\)s", text))) for text in thai} == {
        text: sorted(set(re.findall(r"%\(\w+\)s", said))) for text, said in thai.items()
    }
