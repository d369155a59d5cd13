"""The pages' process starts here: `gunicorn web:app`."""

from __future__ import annotations

import os

from app import create_app
from app.config import Settings

app = create_app(Settings.from_environment(os.environ))
