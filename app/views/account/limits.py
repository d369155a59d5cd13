"""How often one place, and anybody for one address, may try a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from flask import request

from app.views.access import limiter, settings

View = TypeVar("View", bound=Callable[..., object])


def limited(view: View) -> View:
    """Count the attempts of each place and those for each e-mail address; only a POST is an attempt."""
    by_place = limiter.limit(_attempts, methods=["POST"])
    by_address = limiter.limit(_attempts, key_func=_typed_address, methods=["POST"], exempt_when=_no_address)
    return cast(View, by_address(by_place(view)))


def _attempts() -> str:
    return f"{settings().login_attempts_per_minute} per minute"


def _typed_address() -> str:
    return "address:" + request.form.get("email", "").strip().lower()


def _no_address() -> bool:
    return not request.form.get("email")
