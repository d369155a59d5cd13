"""What pages remember of themselves: a piece is written once for all it depends on, and never for anything else."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale

PIECE = '{% call kept("a piece", about) %}{{ _("Messages") }} {{ made() }}{% endcall %}'


def written(app: Flask, about: object, *, language: str = "th", made: list[int] | None = None) -> str:
    count = made if made is not None else []

    def make() -> int:
        count.append(1)
        return len(count)

    with app.test_request_context(), force_locale(language):
        return app.jinja_env.from_string(PIECE).render(about=about, made=make)


def test_the_same_piece_is_written_once(app: Flask) -> None:
    made: list[int] = []
    assert written(app, ("one", 1), made=made) == written(app, ("one", 1), made=made)
    assert len(made) == 1


def test_what_differs_is_written_anew(app: Flask) -> None:
    made: list[int] = []
    assert written(app, ("another", 1), made=made) != written(app, ("another", 2), made=made)
    assert len(made) == 2


def test_each_language_has_its_own(app: Flask) -> None:
    made: list[int] = []
    thai, english = written(app, "a third", made=made), written(app, "a third", language="en", made=made)
    assert english.startswith("Messages")
    assert not thai.startswith("Messages")
