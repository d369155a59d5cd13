"""Whatever Lertrat says, it says in Thai and in English: no text without its translation, no place lost on the way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.translations import FOLDER
from tests.architecture.source import PROJECT, listed, modules_under

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "N_": None,
    "Obstacle": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_METHODS = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
_PLACE = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Text:
    """One English text of the code: where it stands, its plural if it has one."""

    place: str
    english: str
    plural: str | None
    context: str | None


def _texts() -> Iterator[Text]:
    for folder in ("app", "workflows"):
        for file, line, message, _, context in extract_from_dir(
            PROJECT / folder, method_map=_METHODS, keywords=_KEYWORDS, options_map={"**.html": {"silent": "false"}}
        ):
            english, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
            yield Text(f"{folder}/{file}:{line}", english, plural, context)


def _catalogues() -> dict[str, Catalog]:
    return {path.name: _read(path) for path in sorted((FOLDER / "th").glob("*.po"))}


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale="th", abort_invalid=True)


def test_every_text_has_its_thai() -> None:
    translated = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for catalogue in _catalogues().values()
        for message in catalogue
        if message.string and not message.fuzzy
    }
    missing = sorted(
        f"{text.place} {text.english!r}" for text in _texts() if (text.context, text.english) not in translated
    )
    assert missing == [], listed(missing)


def test_a_template_doubles_the_percent_sign() -> None:
    """A bare sign is taken for a place of a value, and the page ends there instead of saying its sentence."""
    bare = [
        f"{t.place} {t.english!r}"
        for t in _texts()
        if ".html:" in t.place and "%" in _PLACE.sub("", t.english).replace("%%", "")
    ]
    assert bare == [], listed(bare)


def test_a_translation_keeps_every_place_for_a_value() -> None:
    changed = [
        f"{name}: {message.id!r}"
        for name, catalogue in _catalogues().items()
        for message in catalogue
        if message.id and message.string and not _has_same_places(message.id, message.string)
    ]
    assert changed == [], listed(changed)


def test_no_text_has_two_translations() -> None:
    seen: dict[tuple[str | None, str], set[str]] = {}
    for catalogue in _catalogues().values():
        for message in catalogue:
            if isinstance(message.id, str) and message.id and isinstance(message.string, str):
                seen.setdefault((message.context, message.id), set()).add(message.string)
    assert {key: strings for key, strings in seen.items() if len(strings) > 1} == {}


def _has_same_places(english: str | tuple[str, ...], thai: str | tuple[str, ...]) -> bool:
    """Compare the named places; Thai has one form where English has two, and may use the places of either."""
    wanted = [set(_PLACE.findall(form)) for form in ([english] if isinstance(english, str) else english)]
    given = [set(_PLACE.findall(form)) for form in ([thai] if isinstance(thai, str) else thai) if form]
    return all(places in wanted for places in given)


def test_a_message_is_given_things_and_not_their_names_in_one_language() -> None:
    """It is written in the language of whom it goes to, and writes out agencies, people and programmes itself."""
    named = [
        f"{module.path}:{part.lineno}"
        for module in modules_under("app/")
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        for given in call.keywords
        if given.arg == "params" and ast.unparse(call.func).startswith("outbox.")
        for part in ast.walk(given.value)
        if isinstance(part, ast.Attribute) and part.attr in ("name_th", "name_en", "title_th", "title_en")
    ]
    assert named == []
