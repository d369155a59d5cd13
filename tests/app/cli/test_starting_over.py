"""The demo's story is told once, from its beginning; starting over never touches a database server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.cli.db import opened
from app.cli.launcher import start_over, tell_once, unfinished
from app.cli.start_checks import CannotStart
from app.clock import now
from app.config import Settings
from app.extensions import db
from app.models import Cycle
from tests.databases import Databases
from tests.with_app import settings_for


@pytest.fixture
def settings(databases: Databases, tmp_path: Path) -> Settings:
    return settings_for(databases.fresh(tmp_path.name), tmp_path)


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    with opened(settings) as app:
        yield app


def open_cycle(app: Flask) -> None:
    with app.app_context():
        db.session.add(Cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", created_at=now()))
        db.session.commit()


def break_off(app: Flask) -> None:
    raise KeyboardInterrupt


def test_the_story_is_told_only_to_an_empty_database(own_app: Flask, settings: Settings) -> None:
    told: list[Flask] = []
    for story in (open_cycle, told.append):
        tell_once(story, own_app, settings)
    assert told == []
    assert not unfinished(settings).exists()


def test_a_story_broken_off_leaves_its_mark(own_app: Flask, settings: Settings) -> None:
    with pytest.raises(KeyboardInterrupt):
        tell_once(break_off, own_app, settings)
    assert unfinished(settings).exists()


def test_starting_over_removes_the_embedded_database_and_its_files(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'lertrat.sqlite3'}", tmp_path)
    for name in ("lertrat.sqlite3", "lertrat.sqlite3-wal", "lertrat.sqlite3-shm", "secret_key", "files/ab/cd"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    unfinished(settings).touch()
    start_over(settings, lambda _line: None)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_starting_over_is_refused_for_a_database_server(tmp_path: Path) -> None:
    settings = settings_for("postgresql://somewhere/lertrat", tmp_path)
    with pytest.raises(CannotStart, match="Only the embedded database can be started over"):
        start_over(settings, lambda _line: None)
