"""The pages' process starts here: `gunicorn web:app`."""

from __future__ import annotations

import os

from werkzeug.middleware.proxy_fix import ProxyFix

from app import create_app
from app.config import Settings
from app.start_checks import check_rubrics

_settings = Settings.from_environment(os.environ)
app = create_app(_settings)
check_rubrics(app)
if _settings.proxies:
    # Without it every visitor would have the proxy's address and share its limits.
    app.wsgi_app = ProxyFix(app.wsgi_app, _settings.proxies, _settings.proxies, _settings.proxies)  # type: ignore[method-assign]
