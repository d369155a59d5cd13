"""A Thai page has no English of ours left on it, and an English page no Thai: what is written there else is data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from lxml import html

from app.translations import FOLDER
from tests.pages.expected import AUDIENCE
from tests.pages.tour import Seen, Tours

pytestmark = pytest.mark.once  # the words of a page do not depend on the kind of database
audiences = pytest.mark.parametrize("audience", AUDIENCE)
_SHOWN = ("alt", "aria-label", "placeholder", "title")
_PARAMETER = re.compile(r"%\(\w+\)[sd]")
_INVISIBLE = str.maketrans({"\u2060": None, "\u200b": None, "\u00a0": " "})
_THAI, _HASH = re.compile("[\u0e00-\u0e7f]"), re.compile("([0-9a-f]{4} ){4}")
_PROSE = re.compile(r"\b[A-Za-z]+ [a-z]+\b")
MEANT = {"lertrat ledger verify EXPORT.jsonl --head …"}  # what is typed is the same in every language
_EMPTY_HEADING = re.compile(r"<(h[1-6])(?![^>]*data-viewer)[^>]*>\s*</\1>")  # the viewer names its file when it opens
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def visible_words(page: str) -> Iterator[str]:
    """Yield every text of a page as a reader sees or hears it, but for what says itself in which language it is."""
    root = html.document_fromstring(page)
    for hidden in root.xpath("//script | //style | //template | //body//*[@lang]"):
        hidden.drop_tree()
    texts = [str(text) for text in root.itertext()]
    texts += [element.get(name) for element in root.iter() for name in _SHOWN if element.get(name)]
    for text in texts:
        words = " ".join(text.translate(_INVISIBLE).split())
        if words:
            yield words


@functools.cache
def catalogue() -> dict[str, str]:
    """Return every message and its Thai."""
    found = {}
    for path in sorted((FOLDER / "th").glob("*.po")):
        with path.open("rb") as stream:
            found |= {str(each.id): str(each.string) for each in read_po(stream, locale="th") if each.id}
    return found


@functools.cache
def pattern(languages: str) -> re.Pattern[str]:
    """Match any text that is, as a whole, one of our messages in this language, its parameters filled in.

    One without a letter of its own, such as two hints side by side, is of no language and would match any two words.
    """
    texts = [key if languages == "en" else value for key, value in catalogue().items() if key != value]
    texts = [text for text in texts if any(map(str.isalpha, _PARAMETER.sub("", text)))]
    wanted = [" ".join(text.translate(_INVISIBLE).split()) for text in texts]
    parts = [".+".join(re.escape(part) for part in _PARAMETER.split(text)) for text in wanted if text]
    return re.compile("|".join(sorted(set(parts), key=len, reverse=True)))


@functools.cache
def is_of(language: str, words: str) -> bool:
    """Say whether a text is one of ours in this language; most stand on many pages."""
    return pattern(language).fullmatch(words) is not None


def left_over(seen: Seen, language: str) -> list[str]:
    found = (words for words in visible_words(seen.text) if len(words) > 3)
    return sorted({words for words in found if is_of(language, words)})


def seen_pages(tours: Tours, audience: str, language: str) -> list[Seen]:
    return [seen for seen in tours.of(audience) if seen.is_page and seen.language == language]


@audiences
def test_no_english_of_ours_is_left_on_a_thai_page(tours: Tours, audience: str) -> None:
    found = {
        str(seen): [words for words in left_over(seen, "en") if _LATIN_WORDS.search(words)]
        for seen in seen_pages(tours, audience, "th")
    }
    assert {title: words for title, words in found.items() if words} == {}


@audiences
def test_no_thai_of_ours_is_left_on_an_english_page(tours: Tours, audience: str) -> None:
    found = {str(seen): left_over(seen, "th") for seen in seen_pages(tours, audience, "en")}
    assert {title: words for title, words in found.items() if words} == {}


@audiences
def test_no_english_prose_was_left_out_of_the_catalogue(tours: Tours, audience: str) -> None:
    """Here all data are Thai, so a line of English on a Thai page was never marked for translation."""
    prose = {words for seen in seen_pages(tours, audience, "th") for words in visible_words(seen.text)}
    english = {words for words in prose if _PROSE.search(words) and not _THAI.search(words) and not _HASH.search(words)}
    assert english - MEANT == set()


@audiences
def test_a_page_says_which_language_it_is_in(tours: Tours, audience: str) -> None:
    for language in ("th", "en"):
        said = {html.document_fromstring(seen.text).get("lang") for seen in seen_pages(tours, audience, language)}
        assert said == {language}


@audiences
def test_every_heading_says_something(tours: Tours, audience: str) -> None:
    """A title nobody has written yet is no heading: the page names the agency, or the programme, instead."""
    empty = [str(seen) for seen in tours.of(audience) if seen.is_page and _EMPTY_HEADING.search(seen.text)]
    assert empty == []
