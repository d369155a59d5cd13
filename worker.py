"""The worker's process starts here: `celery -A worker worker --beat`."""

from __future__ import annotations

import os

from app import create_app
from app.cli.start_checks import check_rubrics
from app.config import Settings
from app.extensions import celery_app

__all__ = ["celery_app"]

check_rubrics(create_app(Settings.from_environment(os.environ)))
