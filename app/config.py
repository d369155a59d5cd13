"""Settings of one installation, read once from the environment and refused in one clear sentence when wrong."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflows.second_factor import Policy

_DATABASES = ("sqlite:///", "postgresql+psycopg://", "postgresql://", "postgres://")
_BROKERS = ("redis://", "rediss://", "redis+socket://", "unix://")


class WrongSetting(Exception):
    """A setting cannot be used; the message is one sentence that says which and why."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    database_url: str
    redis_url: str
    var_folder: Path
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    mail_from: str = "no-reply@lertrat.example"
    max_upload_mb: int = 25
    clamav_socket: str | None = None
    s3_url: str | None = None
    secure_cookies: bool = False
    proxies: int = 0
    login_attempts_per_minute: int = 10
    certificate_checks_per_minute: int = 30
    second_factor: Policy = Policy.OPTIONAL
    argon2_memory_kib: int = 65536
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; raise WrongSetting at the first that cannot be used."""
        var_folder = Path(environ.get("LERTRAT_VAR", "var")).absolute()
        host, port = environ.get("LERTRAT_HOST", "127.0.0.1"), _number(environ, "LERTRAT_PORT", 8000, 1, 65535)
        base_url = environ.get("LERTRAT_BASE_URL", f"http://{host}:{port}")
        return cls(
            database_url=_database_url(environ.get("DATABASE_URL", f"sqlite:///{var_folder / 'lertrat.sqlite3'}")),
            redis_url=_redis_url(environ.get("REDIS_URL", f"redis+socket://{var_folder / 'broker.sock'}")),
            var_folder=var_folder,
            secret_key=environ.get("LERTRAT_SECRET_KEY") or _kept_secret(var_folder),
            host=host,
            port=port,
            base_url=base_url.rstrip("/"),
            smtp_url=environ.get("SMTP_URL") or None,
            mail_from=environ.get("LERTRAT_MAIL_FROM", "no-reply@lertrat.example"),
            max_upload_mb=_number(environ, "LERTRAT_MAX_UPLOAD_MB", 25, 1, 500),
            clamav_socket=environ.get("CLAMAV_SOCKET") or None,
            s3_url=environ.get("LERTRAT_S3_URL") or None,
            secure_cookies=base_url.startswith("https://"),
            proxies=_number(environ, "LERTRAT_PROXIES", 0, 0, 5),
            login_attempts_per_minute=_number(environ, "LERTRAT_LOGIN_ATTEMPTS", 10, 1, 10000),
            certificate_checks_per_minute=_number(environ, "LERTRAT_CERTIFICATE_CHECKS", 30, 1, 10000),
            second_factor=_policy(environ.get("LERTRAT_SECOND_FACTOR") or Policy.OPTIONAL),
            argon2_memory_kib=_number(environ, "LERTRAT_ARGON2_KIB", 65536, 64, 1 << 22),
        )

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is the embedded one, with one writer at a time."""
        return self.database_url.startswith("sqlite")


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdigit() or not low <= int(text) <= high:
        raise WrongSetting(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _policy(text: str) -> Policy:
    if text not in set(Policy):
        raise WrongSetting(f"LERTRAT_SECOND_FACTOR must be optional or staff, not {text!r}.")
    return Policy(text)


def _database_url(url: str) -> str:
    if not url.startswith(_DATABASES):
        raise WrongSetting("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _redis_url(url: str) -> str:
    if not url.startswith(_BROKERS):
        raise WrongSetting("REDIS_URL must begin with redis://, rediss:// or redis+socket://.")
    return url


def _kept_secret(var_folder: Path) -> str:
    """Make a key once and keep it, so that a restart of the embedded installation signs nobody out."""
    path = var_folder / "secret_key"
    try:
        var_folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError as fault:
        raise WrongSetting(f"The folder {var_folder} cannot be written: {fault.strerror}.") from fault
