"""The browser's live totals are the server's: the script in `app/static/js` is run on the same patterns as the rule.

Node runs it: the machine's own or, where there is none, the one that Playwright brings along, so this test always runs.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.workflows.scoring.editions import PMQA40
from workflows.scoring.exact import as_decimal, exact, printed_figure, truncated_figure
from workflows.scoring.level_checklist import LevelTicks, item_level, item_score
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score

SCRIPT = Path(__file__).parents[3] / "app" / "static" / "js" / "pmqa40-score.js"
PATTERNS = 500
RUN_ITEMS = """
const { stdin, stdout } = process;
let text = "";
for await (const part of stdin) text += part;
const { patterns, sheets } = JSON.parse(text);
const shown = (value) =>
  value && { exact: `${value.n}/${value.d}`, printed: printedFigure(value), truncated: truncatedFigure(value) };
const readItem = ({ id, score }) => ({ id, score: score && figure(score) });
stdout.write(JSON.stringify({
  items: patterns.map((levels) => {
    const { score, level } = itemScore(levels);
    return { score: shown(score), level };
  }),
  sheets: sheets.map((categories) => {
    const read = categories.map(({ id, items }) => ({ id, items: items.map(readItem) }));
    const { categories: figures, total, atLeast, unscored } = categoryAndTotal(read);
    return { categories: Object.values(figures).map(shown), total: shown(total), atLeast: shown(atLeast), unscored };
  }),
}));
"""


def node_program() -> str:
    return shutil.which("node") or compute_driver_executable()[0]


def run_script(program: str, tail: str, given: object) -> Any:
    source = SCRIPT.read_text(encoding="utf-8") + tail
    command = [program, "--input-type=module", "--eval", source]
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False)
    assert answer.stderr == ""
    return json.loads(answer.stdout)


def shown(value: Fraction | None) -> dict[str, str] | None:
    if value is None:
        return None
    decimal = as_decimal(value)
    return {
        "exact": f"{value.numerator}/{value.denominator}",
        "printed": printed_figure(decimal),
        "truncated": truncated_figure(decimal),
    }


def random_patterns(chance: random.Random) -> list[list[dict[str, object]]]:
    """Levels of one item each; half of them reach past Basic."""
    patterns = []
    for _ in range(PATTERNS):
        sizes = [chance.randint(1, 5) for _ in range(3)]
        full = chance.randint(0, 3)
        ticks = [size if place < full else chance.randint(0, size) for place, size in enumerate(sizes)]
        named = zip(("basic", "advance", "significance"), ("300", "100", "100"), ticks, sizes, strict=True)
        patterns.append([{"code": c, "points": p, "ticked": t, "checkpoints": n} for c, p, t, n in named])
    return patterns


def random_sheets(chance: random.Random, scores: Sequence[Fraction]) -> list[list[dict[str, Any]]]:
    """The categories of the edition with a score in every item, or in most of them."""
    sheets = []
    for _ in range(PATTERNS // 5):
        gap = chance.choice([0, 0, 0.05])
        sheets.append(
            [
                {
                    "id": category.id,
                    "items": [
                        {"id": item.id, "score": None if chance.random() < gap else str(chance.choice(scores))}
                        for item in category.nodes
                    ],
                }
                for category in PMQA40.nodes
            ]
        )
    return sheets


def expected_item(levels: list[dict[str, Any]]) -> dict[str, object]:
    ticks = [LevelTicks(e["code"], Decimal(e["points"]), e["ticked"], e["checkpoints"]) for e in levels]
    return {"score": shown(item_score(ticks)), "level": item_level(ticks).value}


def expected_sheet(categories: list[dict[str, Any]]) -> dict[str, object]:
    given = {item["id"]: item["score"] for category in categories for item in category["items"]}
    means = {item: as_decimal(Fraction(value)) for item, value in given.items() if value is not None}
    scores = score(PMQA40, Sheet(node_means=means))
    return {
        "categories": [shown_decimal(scores.nodes[category.id]) for category in PMQA40.nodes],
        "total": shown_decimal(scores.total),
        "atLeast": shown_decimal(scores.at_least),
        "unscored": list(scores.unscored),
    }


def shown_decimal(value: Decimal | None) -> dict[str, str] | None:
    return shown(None if value is None else exact(value))


def test_the_browser_scores_five_hundred_random_items_and_their_totals_as_the_server_does() -> None:
    chance = random.Random(2564)
    patterns = random_patterns(chance)
    items = [expected_item(levels) for levels in patterns]
    scores = [Fraction(item["score"]["exact"]) for item in items]  # type: ignore[index]
    sheets = random_sheets(chance, scores)
    answer = run_script(node_program(), RUN_ITEMS, {"patterns": patterns, "sheets": sheets})
    assert answer == {"items": items, "sheets": [expected_sheet(sheet) for sheet in sheets]}


@pytest.mark.parametrize("text", ["", "-1", "1e2", "1/0", "1.5/2", "NaN", "๕"])
def test_the_browser_refuses_what_is_no_figure(text: str) -> None:
    tail = (
        "\nlet said = '';\ntry { figure(%s); } catch (error) { said = error.name; }\nconsole.log(JSON.stringify(said));"
    )
    assert run_script(node_program(), tail % json.dumps(text), None) == "RangeError"
