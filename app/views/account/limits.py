"""How often one place, and anybody for one address or person, may try a password or a code."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar, cast

from flask import Response, request

from app.views.access import limiter, settings, visitor
from app.views.account.sessions import between_steps

View = TypeVar("View", bound=Callable[..., object])


def limited(view: View) -> View:
    """Count what failed from each place, and every attempt at each password from wherever; only a POST is an attempt.

    A whole office comes from one place: those who sign in there must not keep each other out.
    """
    by_place = limiter.limit(_attempts, methods=["POST"], deduct_when=_failed)
    by_password = limiter.limit(_password_attempts, key_func=_which_password, methods=["POST"])
    return cast(View, by_password(by_place(view)))


def limited_by_code(view: View) -> View:
    """Count the wrong codes from each place, and those tried for each person over all pages that ask for one.

    A code has six digits and three are good at a time: for one person the hours and the day are counted too.
    """
    by_place = limiter.limit(_attempts, methods=["POST"], deduct_when=_failed)
    by_person = limiter.shared_limit(
        _code_attempts, scope="codes", key_func=_whose_code, methods=["POST"], exempt_when=_nobodys_code
    )
    return cast(View, by_person(by_place(view)))


def _code_attempts() -> str:
    many = settings().login_attempts_per_minute
    return f"{many} per minute; {3 * many} per hour; {10 * many} per day"


def _whose_code() -> str:
    person = visitor() or between_steps()
    return f"person:{person.id if person else None}"


def _nobodys_code() -> bool:
    return visitor() is None and between_steps() is None


def _attempts() -> str:
    return f"{settings().login_attempts_per_minute} per minute"


def _failed(response: Response) -> bool:
    """Say whether an attempt led nowhere; the next page follows only where it was taken."""
    return response.status_code != HTTPStatus.FOUND


def _password_attempts() -> str:
    """Whoever guesses from many places guesses for hours: they are counted too."""
    many = settings().login_attempts_per_minute
    return f"{many} per minute; {10 * many} per hour"


def _which_password() -> str:
    """The one of the address that was typed, of the person who is signed in, or of the link that was opened."""
    address = request.form.get("email", "").strip().lower()
    if address:
        return f"address:{address}"
    person = visitor()
    return f"person:{person.id}" if person else f"link:{request.path}"
