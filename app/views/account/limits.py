"""How often one place, and anybody for one address or person, may try a password or a code."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar, cast

from flask import Response, request

from app.views.access import limiter, settings, visitor
from app.views.account.sessions import between_steps

_ASKING_FOR_AN_ADDRESS = frozenset({"account.sign_in", "account.request_password_reset"})
_MORE_FROM_ANYWHERE = 10
View = TypeVar("View", bound=Callable[..., object])


def limited(view: View) -> View:
    """Count what failed from each place, and every attempt at each password from there and from wherever, a POST each.

    A whole office comes from one place: those who sign in there must not keep each other out. Nor must somebody who
    guesses keep the owner of an address out, who comes from another place: all places together have ten times as many.
    """
    by_place = limiter.limit(_attempts, methods=["POST"], deduct_when=_failed)
    from_there = limiter.limit(_password_attempts, key_func=_which_password_from_where, methods=["POST"])
    from_anywhere = limiter.limit(
        _attempts_from_anywhere, key_func=_which_password, methods=["POST"], deduct_when=_tried
    )
    return cast(View, from_anywhere(from_there(by_place(view))))


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


def _tried(response: Response) -> bool:
    """Say whether an attempt was let through: one refused for its place is none against the address."""
    return response.status_code != HTTPStatus.TOO_MANY_REQUESTS


def _password_attempts() -> str:
    """Whoever guesses from many places guesses for hours: they are counted too."""
    many = settings().login_attempts_per_minute
    return f"{many} per minute; {10 * many} per hour"


def _attempts_from_anywhere() -> str:
    """An address is anybody's to type at the sign-in page; elsewhere whoever guesses holds a session or a link."""
    times = _MORE_FROM_ANYWHERE if _asks_for_an_address() else 1
    many = times * settings().login_attempts_per_minute
    return f"{many} per minute; {10 * many} per hour"


def _asks_for_an_address() -> bool:
    return request.endpoint in _ASKING_FOR_AN_ADDRESS


def _which_password_from_where() -> str:
    return f"{request.remote_addr} {_which_password()}"


def _which_password() -> str:
    """The one of the address a page asks for, of the person who is signed in, or of the link that was opened."""
    address = request.form.get("email", "").strip().lower() if _asks_for_an_address() else ""
    if address:
        return f"address:{address}"
    person = visitor()
    return f"person:{person.id}" if person else f"link:{request.path}"
