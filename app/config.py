"""Settings of one installation, read once from the environment and refused in one clear sentence when wrong."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from workflows.second_factor import Policy

_DATABASES = ("sqlite:///", "postgresql+psycopg://", "postgresql://", "postgres://")
_BROKERS = ("redis://", "rediss://", "redis+socket://", "unix://")
_MAIL_SERVERS = ("smtp", "smtps", "smtp+starttls")
_SHORTEST_KEY = 32


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
        base_url = _base_url(environ.get("LERTRAT_BASE_URL", f"http://{host}:{port}"))
        return cls(
            database_url=_database_url(environ.get("DATABASE_URL", f"sqlite:///{var_folder / 'lertrat.sqlite3'}")),
            redis_url=_redis_url(environ.get("REDIS_URL", f"redis+socket://{var_folder / 'broker.sock'}")),
            var_folder=var_folder,
            secret_key=_secret_key(environ.get("LERTRAT_SECRET_KEY") or _kept_secret(var_folder)),
            host=host,
            port=port,
            base_url=base_url.rstrip("/"),
            smtp_url=_smtp_url(environ.get("SMTP_URL") or None),
            mail_from=_mail_from(environ.get("LERTRAT_MAIL_FROM", "no-reply@lertrat.example")),
            max_upload_mb=_number(environ, "LERTRAT_MAX_UPLOAD_MB", 25, 1, 500),
            clamav_socket=_clamav_socket(environ.get("CLAMAV_SOCKET") or None),
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
    if not text.isdecimal() or not low <= int(text) <= high:
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
            url = "postgresql+psycopg://" + url.removeprefix(short)
    try:
        make_url(url)
    except (ArgumentError, ValueError) as fault:
        raise WrongSetting("DATABASE_URL must look like postgresql://user:password@host:5432/name.") from fault
    return url


def _redis_url(url: str) -> str:
    if not url.startswith(_BROKERS):
        raise WrongSetting("REDIS_URL must begin with redis://, rediss:// or redis+socket://.")
    try:
        _ = urlsplit(url).port
    except ValueError as fault:
        raise WrongSetting("REDIS_URL must look like redis://host:6379/0.") from fault
    return url


def _base_url(url: str) -> str:
    server = _server(url)
    if server is None or server.scheme not in ("http", "https"):
        raise WrongSetting(f"LERTRAT_BASE_URL must look like https://award.example, not {url!r}.")
    return url


def _smtp_url(url: str | None) -> str | None:
    server = _server(url) if url else None
    if url and (server is None or server.scheme not in _MAIL_SERVERS):
        raise WrongSetting("SMTP_URL must look like smtp://host:25, smtps://host:465 or smtp+starttls://host:587.")
    return url


def _server(url: str) -> SplitResult | None:
    """Split an address that names a host, and a port in numbers if any."""
    try:
        split = urlsplit(url)
        is_named = bool(split.hostname) and split.port != 0
    except ValueError:
        return None
    return split if is_named else None


def _mail_from(text: str) -> str:
    name, _, host = parseaddr(text)[1].rpartition("@")
    if not name or not host or not text.isprintable():
        raise WrongSetting(f"LERTRAT_MAIL_FROM must be an e-mail address, not {text!r}.")
    return text


def _clamav_socket(path: str | None) -> str | None:
    if path and not Path(path).is_absolute():
        raise WrongSetting(f"CLAMAV_SOCKET must be the whole path of a socket, not {path!r}.")
    return path


def _secret_key(key: str) -> str:
    if len(key) < _SHORTEST_KEY:
        raise WrongSetting(f"LERTRAT_SECRET_KEY must have at least {_SHORTEST_KEY} characters; it signs the sessions.")
    return key


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
