"""A form takes what a browser sends and nothing else: no file for a text, no JSON for a form, nothing unkeepable."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from wtforms import FileField, StringField

from app.views.page_form import PageForm


class Letter(PageForm):
    """A text and a file."""

    words = StringField()
    paper = FileField()


def filled(app: Flask, **sent: Any) -> dict[str, Any]:
    with app.test_request_context(method="POST", **sent):
        data: dict[str, Any] = Letter().data
        return {name: getattr(data[name], "filename", data[name]) for name in ("words", "paper")}


def test_a_text_and_a_file_are_taken(app: Flask) -> None:
    sent = {"words": "คำ", "paper": (BytesIO(b"1"), "a.pdf")}
    assert filled(app, data=sent) == {"words": "คำ", "paper": "a.pdf"}


def test_a_file_sent_for_a_text_is_left_out(app: Flask) -> None:
    assert filled(app, data={"words": (BytesIO(b"1"), "a.pdf")})["words"] in (None, "")


@pytest.mark.parametrize("body", ["[1]", "null", '{"words": ["x"]}', "{"])
def test_json_fills_no_form(app: Flask, body: str) -> None:
    assert filled(app, data=body, content_type="application/json") == {"words": None, "paper": None}


def test_what_no_database_keeps_does_not_come_in(app: Flask) -> None:
    with app.test_request_context("/?q=ก%00ข", method="POST", data={"words": "a\x00b"}):
        assert (request.args["q"], request.form["words"]) == ("กข", "ab")
    with app.test_request_context(
        "/", method="POST", data=b'{"a\\u0000": ["\\ud800x"]}', content_type="application/json"
    ):
        assert request.get_json() == {"a": ["\N{REPLACEMENT CHARACTER}x"]}
