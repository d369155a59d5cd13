"""Who may open a page: every page declares it with one of these decorators, and a stranger gets 404."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import csrf, limiter, login_manager, settings
from app.models import (
    Agency,
    Appeal,
    Application,
    Assignment,
    AssignmentPlan,
    Base,
    CalibrationExercise,
    CalibrationRun,
    ColleagueComment,
    ConsensusSheet,
    DeclaredInterest,
    Evidence,
    ExerciseSheet,
    FeedbackReport,
    Invitation,
    Job,
    LetterNumber,
    Message,
    Person,
    Programme,
    ProgrammeQuestion,
    Proposal,
    Receipt,
    ScoreSheet,
    ServiceCertificate,
    Stage,
)
from app.permissions import Permission, is_allowed, may_anywhere
from app.queries.opened_row import opened_row
from app.translations import present_language

__all__ = [
    "Access",
    "csrf",
    "current_actor",
    "holds",
    "limiter",
    "login_manager",
    "opens",
    "public",
    "settings",
    "signed_in",
    "visitor",
]

P = ParamSpec("P")
View = Callable[..., ResponseReturnValue]
V = TypeVar("V", bound=View)

ARGUMENT: dict[type[Base], str] = {
    Agency: "agency",
    Appeal: "appeal",
    Application: "application",
    Assignment: "seat",
    AssignmentPlan: "plan",
    ColleagueComment: "comment",
    CalibrationExercise: "exercise",
    CalibrationRun: "run",
    ConsensusSheet: "consensus",
    DeclaredInterest: "interest",
    Evidence: "evidence",
    ExerciseSheet: "trial",
    FeedbackReport: "feedback",
    Invitation: "invitation",
    Job: "job",
    LetterNumber: "letter",
    Message: "message",
    Programme: "programme",
    ProgrammeQuestion: "question",
    Proposal: "proposal",
    Receipt: "receipt",
    ScoreSheet: "sheet",
    ServiceCertificate: "certificate",
    Stage: "stage",
}


@dataclass(frozen=True)
class Access:
    """What a page declared: kind is "public", "signed_in", "holds" or "opens"."""

    kind: str
    permission: Permission | None = None
    model: type[Base] | None = None


def visitor() -> Person | None:
    """The person who is signed in, or None for a visitor of the public pages and where the request has failed."""
    if g.get("request_failed"):
        return None
    person = current_user._get_current_object()  # noqa: SLF001  # the proxy's only way to what it stands for
    return person if isinstance(person, Person) else None


def current_actor() -> Person:
    """The person who is signed in; only pages that are not public may ask."""
    person = visitor()
    assert person is not None, "a public page has no actor"
    return person


def _declare(view: Any, access: Access) -> Any:
    view.__access__ = access
    return view


def public(view: V) -> V:
    """Anybody may open this page."""
    declared: V = _declare(view, Access("public"))
    return declared


def signed_in(view: View) -> View:
    """Whoever is signed in may open this page; it shows only what is theirs."""

    @functools.wraps(view)
    def guarded(**arguments: Any) -> ResponseReturnValue:
        return _ask_to_sign_in() if visitor() is None else view(**arguments)

    wrapped: View = _declare(guarded, Access("signed_in"))
    return wrapped


def holds(permission: Permission) -> Callable[[View], View]:
    """Whoever may do this with anything at all may open this page; it lists only what they may do it with."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(**arguments: Any) -> ResponseReturnValue:
            if visitor() is None:
                return _ask_to_sign_in()
            if not may_anywhere(permission, current_actor()):
                abort(404)
            return view(**arguments)

        wrapped: View = _declare(guarded, Access("holds", permission))
        return wrapped

    return decorate


def opens(model: type[Base], permission: Permission) -> Callable[[View], View]:
    """Open one row for those allowed: `<uuid:application_id>` becomes the argument `application`, or 404."""
    name = ARGUMENT[model]

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(**arguments: Any) -> ResponseReturnValue:
            if visitor() is None:
                return _ask_to_sign_in()
            thing = _get_or_404(model, arguments.pop(f"{name}_id"))
            if not is_allowed(permission, thing, current_actor()):
                abort(404)
            present_language()  # found while the person is at hand: a use case begins by forgetting who was read
            return view(**{name: thing}, **arguments)

        wrapped: View = _declare(guarded, Access("opens", permission, model))
        return wrapped

    return decorate


def _get_or_404(model: type[Base], key: uuid.UUID) -> Any:
    thing = opened_row(model, key)
    if thing is None:
        abort(404)
    return thing


def _ask_to_sign_in() -> ResponseReturnValue:
    """A page opened without signing in leads to the sign-in form and back; anything else is not there."""
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    if request.is_json:
        return {"error": "signed_out"}, 401
    return abort(404)
