"""A rubric file that was changed under a pinned edition is refused at start-up, in words."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.models import Programme
from app.start_checks import CannotStart, check_rubrics
from tests.world import World


def test_what_is_unchanged_starts(app: Flask, world: World) -> None:
    assert world.programme.rubric_id == "ps-innovation@2564"
    check_rubrics(app)


def test_a_changed_file_is_refused_in_words(app: Flask, world: World) -> None:
    db.session.query(Programme).update({"rubric_sha256": "0" * 64})
    db.session.commit()
    with pytest.raises(CannotStart) as refused:
        check_rubrics(app)
    assert str(refused.value) == (
        "The criteria ps-innovation@2564 were changed after a programme opened with them. "
        "Restore the file, or publish the change as a new edition."
    )


def test_a_missing_file_is_refused_in_words(app: Flask, world: World) -> None:
    db.session.query(Programme).update({"rubric_id": "gone@2564"})
    db.session.commit()
    with pytest.raises(CannotStart) as refused:
        check_rubrics(app)
    assert str(refused.value) == "The criteria gone@2564 are gone, but a programme opened with them."
