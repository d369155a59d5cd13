"""Puts the application together: `create_app` and nothing else."""

from __future__ import annotations

import gc

# What is imported stays until the process ends: looking for garbage among it takes a third of every start.
gc.disable()

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined

from app import errors, views
from app.config import Settings
from app.extensions import (
    babel,
    celery_app,
    csrf,
    db,
    json_to_store,
    limiter,
    login_manager,
    migrate,
    prepare_sqlite,
    stored_json,
)
from app.storage import open_storage
from app.tasks import schedule
from app.translations import PoDomain, speed_up_templates
from app.views.account.sessions import SESSION_LASTS
from app.views.static_files import KEPT_FOR, static_address
from app.views.templating import SharedGlobals

gc.freeze()
gc.enable()


def create_app(settings: Settings) -> Flask:
    """Build the application for these settings; web, worker and commands all start here."""
    app = Flask(__name__, static_url_path=static_address())
    app.extensions["lertrat_settings"] = settings
    app.extensions["lertrat_storage"] = open_storage(settings)
    app.config.from_mapping(_flask_config(settings))
    app.jinja_environment = SharedGlobals
    app.jinja_env.undefined = StrictUndefined
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("app"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    _init_extensions(app, settings)
    views.init_app(app)
    errors.init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"json_serializer": json_to_store, "json_deserializer": stored_json}
        if settings.is_sqlite
        else {"pool_pre_ping": True},
        "SEND_FILE_MAX_AGE_DEFAULT": KEPT_FOR,
        "MAX_CONTENT_LENGTH": (settings.max_upload_mb + 1) << 20,
        "MAX_FORM_MEMORY_SIZE": 4 << 20,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": "memory://" if settings.testing else _limits_url(settings),
        "RATELIMIT_HEADERS_ENABLED": False,
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,  # without the broker people still sign in, still limited
        "RATELIMIT_SWALLOW_ERRORS": True,  # and of two who find it gone at once, the second is not turned away
        "JSON_AS_ASCII": False,
        "JSON_SORT_KEYS": False,
    }


def _limits_url(settings: Settings) -> str:
    """Count attempts in the broker's server; a Unix socket is spelled differently by the two libraries."""
    return settings.redis_url.replace("redis+socket://", "redis+unix://")


def _init_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    if settings.is_sqlite:
        with app.app_context():
            prepare_sqlite(db.engine)
    migrate.init_app(app, db, compare_type=True)
    babel.init_app(app, default_locale="th", default_timezone="Asia/Bangkok", locale_selector=views.chosen_language)
    babel.__dict__["domain_instance"] = PoDomain()  # type: ignore[no-untyped-call]  # Flask-Babel's class is untyped
    speed_up_templates(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    celery_app.conf.update(
        broker_url=settings.redis_url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "max_retries": 1,
            "interval_start": 0,
            "interval_max": 0.1,
        },
        task_ignore_result=True,
        worker_hijack_root_logger=False,
        task_queues=schedule.QUEUES,
        task_routes=schedule.ROUTES,
        worker_prefetch_multiplier=1,
        beat_schedule=schedule.BEAT,
        timezone="UTC",
    )
    celery_app.conf["served_app"] = app
    celery_app.set_default()
