"""The worker's process starts here: `celery -A worker worker --beat`."""

from __future__ import annotations

import os

from app import create_app
from app.config import Settings
from app.extensions import celery_app, db
from app.start_checks import check_database, check_rubrics, check_scanner, one_sentence

__all__ = ["celery_app"]


@one_sentence
def _serve_tasks() -> None:
    settings = Settings.from_environment(os.environ)
    check_database(settings)
    check_scanner(settings)
    app = create_app(settings)
    check_rubrics(app)
    with app.app_context():
        # The processes that run the tasks are forked from this one: none may come to share its connection with another.
        db.session.remove()
        db.engine.dispose()


_serve_tasks()
