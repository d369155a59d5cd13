"""The worker's process starts here: `celery -A worker worker --beat`."""

from __future__ import annotations

import os

from app import create_app
from app.config import Settings
from app.extensions import celery_app, db
from app.start_checks import check_rubrics

__all__ = ["celery_app"]

_app = create_app(Settings.from_environment(os.environ))
check_rubrics(_app)
with _app.app_context():
    # The processes that run the tasks are forked from this one: none may come to share its connection with another.
    db.session.remove()
    db.engine.dispose()
