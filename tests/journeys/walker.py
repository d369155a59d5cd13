"""A person at a browser without scripts: opens pages, follows links, fills in fields, presses buttons, by words."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from lxml import etree
from werkzeug.datastructures import MultiDict

from tests.journeys.paper import Element, Paper, choose, form_of, sent_by, words_of


@dataclass
class Walker:
    """One person's browser and the page that is open in it; every answer must be a page, not a refusal."""

    client: FlaskClient
    at: str = "/"
    paper: Paper = field(init=False)
    _files: dict[Element, list[tuple[str, bytes]]] = field(default_factory=dict)

    def open(self, address: str) -> None:
        """Open an address, as from a bookmark or a message."""
        self._arrive(self.client.get(address, follow_redirects=True, headers={"Accept": "text/html"}))

    def follow(self, words: str, within: str | None = None) -> None:
        """Follow the link with these words."""
        self.open(self.paper.link(words, within))

    def download(self, words: str, within: str | None = None) -> bytes:
        """Take the file behind a link and stay on the page."""
        answer = self.client.get(self.paper.link(words, within))
        assert answer.status_code == 200, f"{words!r} answered {answer.status_code}"
        return bytes(answer.data)

    def fill(self, label: str, value: str, within: str | None = None) -> None:
        """Write into the field with this label, over what stands there."""
        self.write(self.paper.field(label, within), value)

    def write(self, control: Element, value: str) -> None:
        """Write into a control, or choose the option of these words."""
        if control.tag == "select":
            for option in control.iter("option"):
                option.attrib.pop("selected", None)
            fitting = [each for each in control.iter("option") if value in (each.get("value"), words_of(each))]
            assert fitting, f"{self.paper.name_of(control)!r} does not offer {value!r}"
            fitting[0].set("selected", "selected")
        elif control.tag == "textarea":
            control.text = value
        else:
            control.set("value", value)

    def choose(self, label: str, within: str | None = None) -> None:
        """Choose the radio button with this label, or tick the box."""
        choose(self.paper.field(label, within))

    def untick(self, label: str, within: str | None = None) -> None:
        """Take the tick off the box with this label."""
        self.paper.field(label, within).attrib.pop("checked", None)

    def attach(self, label: str, name: str, content: bytes, within: str | None = None) -> None:
        """Choose a file for the field with this label."""
        self._files.setdefault(self.paper.field(label, within), []).append((name, content))

    def press(self, words: str, within: str | None = None) -> None:
        """Press the button with these words; its form is sent as a browser sends it."""
        button = self.paper.button(words, within)
        self._send(form_of(button), button)

    def speak(self, language: str) -> None:
        """Choose the language of the pages."""
        with self.client.session_transaction() as session:
            session["language"] = language

    def sees(self, *wanted: str) -> None:
        """Assert that these words stand in the main part of the page."""
        missing = [words for words in wanted if words not in self.paper.words]
        assert not missing, f"not on {self.at}: {missing}\n{self.paper.words}"

    def does_not_see(self, *unwanted: str) -> None:
        """Assert that these words stand nowhere on the page, its source included."""
        assert [words for words in unwanted if words in self.paper.text] == []

    def _send(self, form: Element, button: Element) -> None:
        sent = MultiDict([*sent_by(form, button)])
        address = form.get("action") or self.at
        if (form.get("method") or "get").lower() == "get":
            self._arrive(self.client.get(address, query_string=sent, follow_redirects=True))
            return
        for control in form.xpath(".//input[@type='file']"):
            for name, content in self._files.get(control, ()):
                sent.add(control.get("name"), (BytesIO(content), name))
        kind = {"content_type": "multipart/form-data"} if form.get("enctype") else {}
        headers = {"Accept": "text/html"}
        self._arrive(self.client.post(address, data=sent, follow_redirects=True, headers=headers, **kind))

    def _arrive(self, answer: Any) -> None:
        self._files.clear()
        self.at = answer.request.full_path.rstrip("?")
        try:
            self.paper = Paper(answer.text)
        except etree.ParserError as fault:
            raise AssertionError(f"{self.at} answered {answer.status_code} without a page") from fault
        assert answer.status_code == 200, f"{self.at} answered {answer.status_code}: {self.paper.words}"
