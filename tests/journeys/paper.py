"""Finds things on a page as a reader does: a link by its words, a field by its label, a form by its button."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

Element = Any
_INVISIBLE = str.maketrans({"\u2060": None, "\u200b": None, "\u00a0": " "})
_NOT_TYPED = ("hidden", "submit", "button", "image", "reset")


class NotOnThePage(AssertionError):
    """What somebody looked for is not there, or is there more than once."""


def words_of(element: Element) -> str:
    """Return the text of an element as it is read, hidden words for screen readers included."""
    return plain(element.text_content())


def plain(text: str) -> str:
    """Return a text without marks nobody sees and with single spaces."""
    return " ".join(text.translate(_INVISIBLE).split())


@dataclass
class Paper:
    """One page as it came."""

    text: str

    def __post_init__(self) -> None:
        """Read the page; what only a script would show is not there."""
        self.root = html.document_fromstring(self.text)
        for unseen in self.root.xpath("//script | //template | //style"):
            unseen.drop_tree()

    @property
    def heading(self) -> str:
        """The first heading."""
        return words_of(self.root.find(".//h1"))

    @property
    def words(self) -> str:
        """Everything that is read in its main part."""
        return words_of(self.root.find(".//main"))

    def region(self, name: str | None) -> Element:
        """Return the part of the page that goes by this name (section, group, row); without a name, its main part."""
        if name is None:
            return self.root.find(".//main")
        regions = {each: self._region_name(each) for each in self.root.iter() if isinstance(each.tag, str)}
        named = _matching({each: words for each, words in regions.items() if words}, name, (str.__eq__, str.startswith))
        if not named:
            rows = self.root.xpath("//tr | //li | //article")
            named = [each for each in rows if name in words_of(each)]
        return _only(named, f"part {name!r}", regions.values())

    def link(self, words: str, within: str | None = None) -> str:
        """Return where the link with these words leads; the same link twice is one."""
        links = {each: words_of(each) for each in self.region(within).iter("a") if each.get("href")}
        found = _matching(links, words)
        return str(
            _only(list({each.get("href"): each for each in found}.values()), f"link {words!r}", links.values()).get(
                "href"
            )
        )

    def links(self, words: str) -> list[str]:
        """Return where all links with these words lead."""
        links = {each: words_of(each) for each in self.root.iter("a") if each.get("href")}
        return list(dict.fromkeys(each.get("href") for each in _matching(links, words)))

    def button(self, words: str, within: str | None = None) -> Element:
        """Return the button with these words."""
        pressable = self.region(within).xpath(".//button[@type='submit'][not(@aria-hidden)]")
        buttons = {each: words_of(each) for each in pressable}
        return _only(_matching(buttons, words), f"button {words!r}", buttons.values())

    def field(self, label: str, within: str | None = None) -> Element:
        """Return the control with this label."""
        controls = {each: self.name_of(each) for each in self.region(within).iter("input", "textarea", "select")}
        seen = {each: name for each, name in controls.items() if each.get("type") not in _NOT_TYPED}
        return _only(_matching(seen, label), f"field {label!r}", seen.values())

    def groups_offering(self, choice: str) -> list[str]:
        """Return the names of the groups of fields among whose choices this one is."""
        groups = {self._region_name(each): each for each in self.root.iter("fieldset")}
        return [name for name, each in groups.items() if choice in map(self.name_of, each.iter("input"))]

    def name_of(self, control: Element) -> str:
        """Return the name a screen reader gives a control."""
        if control.get("aria-label"):
            return plain(control.get("aria-label"))
        said_by = (control.get("aria-labelledby") or "").split()
        if said_by:
            return " ".join(words_of(self.root.get_element_by_id(each)) for each in said_by)
        own = self.root.xpath("//label[@for=$id]", id=control.get("id") or "-")
        around = [*control.iterancestors("label")]
        return words_of((own or around)[0]) if own or around else ""

    def _region_name(self, element: Element) -> str:
        if element.tag == "fieldset":
            legend = element.find("legend")
            return words_of(legend) if legend is not None else ""
        if element.tag == "details":
            return words_of(element.find("summary"))
        if element.get("aria-labelledby") and element.get("role") != "radiogroup":
            return " ".join(
                words_of(self.root.get_element_by_id(each)) for each in element.get("aria-labelledby").split()
            )
        return plain(element.get("aria-label") or "") if element.tag not in ("input", "textarea", "select") else ""


def sent_by(form: Element, button: Element) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends when this button of the form is pressed, files apart."""
    for control in _controls_of(form):
        name, kind = control.get("name"), control.get("type")
        if not name or control.get("disabled") is not None or control.tag == "button" or kind in ("submit", "file"):
            continue
        if kind in ("checkbox", "radio"):
            if control.get("checked") is not None:
                yield name, control.get("value", "on")
        elif control.tag == "select":
            yield from ((name, value) for value in _chosen(control))
        else:
            yield (
                name,
                (control.text or "").removeprefix("\n") if control.tag == "textarea" else control.get("value", ""),
            )
    if button.get("name"):
        yield button.get("name"), button.get("value", "")


def form_of(control: Element) -> Element:
    """Return the form a control belongs to."""
    if control.get("form"):
        return control.getroottree().getroot().get_element_by_id(control.get("form"))
    return next(control.iterancestors("form"))


def choose(option: Element) -> None:
    """Choose a radio button or tick a box; of radio buttons the others of its name are let go."""
    if option.get("type") == "radio":
        for other in form_of(option).iter("input"):
            if other.get("name") == option.get("name"):
                other.attrib.pop("checked", None)
    option.set("checked", "checked")


def _controls_of(form: Element) -> Iterator[Element]:
    outside = form.getroottree().getroot().xpath("//*[@form=$id]", id=form.get("id") or "-")
    inside = form.iter("input", "textarea", "select", "button")
    yield from (each for each in inside if not each.get("form"))
    yield from outside


def _chosen(select: Element) -> list[str]:
    options = [*select.iter("option")]
    chosen = [each for each in options if each.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [each.get("value", words_of(each)) for each in chosen]


_FITS = (str.__eq__, str.startswith, str.__contains__)


def _matching(
    named: dict[Element, str], wanted: str, ways: Sequence[Callable[[str, str], bool]] = _FITS
) -> list[Element]:
    """Prefer whoever is called exactly so, then who begins so, then who has the words somewhere."""
    for fits in ways:
        found = [each for each, name in named.items() if fits(name, wanted)]
        if found:
            return found
    return []


def _only(found: list[Element], what: str, names: Iterable[str]) -> Element:
    if len(found) != 1:
        there = "\n  ".join(sorted({name for name in names if name}))
        raise NotOnThePage(f"{len(found)} times on the page: {what}\nthere are:\n  {there}")
    return found[0]
