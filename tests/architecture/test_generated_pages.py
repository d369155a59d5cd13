"""Pages and pictures that are generated say what the code says now."""

from __future__ import annotations

from app.cli.docs import generated
from app.cli.state_drawing import PLACES
from workflows.appeal import AppealState
from workflows.application import ApplicationState


def test_what_is_generated_is_up_to_date() -> None:
    stale = [path.name for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == [], "run `lertrat docs`"


def test_every_state_has_a_place_of_its_own_in_the_picture() -> None:
    assert set(PLACES) == {*ApplicationState, *AppealState}
    for states in (ApplicationState, AppealState):  # each table is a picture of its own
        assert len({PLACES[state] for state in states}) == len(states)
