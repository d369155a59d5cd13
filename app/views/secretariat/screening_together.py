"""Many documents decided together: a preview that names every one of them, then all or none."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import ScreeningOutcome
from app.permissions import Permission
from app.queries.screening_together import TOGETHER, chosen_documents
from app.services.screening_together import decide_together
from app.views.access import current_actor, holds
from app.views.reasons import sentence, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import ReasonForm
from app.views.secretariat.screening import kept, wanted_of
from workflows.errors import RuleBroken


@bp.post("/office/screening/together")
@holds(Permission.SCREEN)
def preview_screening_together() -> ResponseReturnValue:
    """Name every chosen document and what would be decided; nothing is decided yet."""
    ids = {key for value in request.form.getlist("pick") if (key := _key(value))}
    if not ids:
        flash(_("Choose at least one document"), "error")
        return redirect(_queue())
    return _preview(ids, _outcome())


def _preview(
    ids: Collection[uuid.UUID],
    outcome: ScreeningOutcome,
    *,
    reasons: list[str] | None = None,
    form: ReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    chosen = chosen_documents(ids, outcome, current_actor())
    page = render_template(
        "secretariat/preview_screening_together.html",
        chosen=chosen,
        unfit=[each for each in chosen if each.against],
        outcome=outcome.value,
        form=form or ReasonForm(formdata=None),
        reasons=reasons or [],
        sentence=sentence,
        kept=kept(wanted_of(request.args)),
        queue_url=_queue(),
    )
    return page, status


@bp.post("/office/screening/together/decide")
@holds(Permission.SCREEN)
def decide_screening_together() -> ResponseReturnValue:
    """Decide all that the preview named, each by its own; one that changed since refuses the whole."""
    form, outcome, marks = ReasonForm(), _outcome(), dict(_marks(request.form.getlist("pick")))
    if not marks:
        flash(_("Choose at least one document"), "error")
        return redirect(_queue())
    try:
        decided = decide_together(marks, outcome, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _preview(marks, outcome, reasons=show_on(form, broken), form=form, status=409)
    flash(_told(outcome, len(decided)), "success")
    return redirect(_queue())


def _told(outcome: ScreeningOutcome, count: int) -> str:
    if outcome is ScreeningOutcome.PASS:
        return ngettext("%(num)s document passed screening", "%(num)s documents passed screening", count)
    return ngettext("%(num)s document did not pass screening", "%(num)s documents did not pass screening", count)


def _outcome() -> ScreeningOutcome:
    """What was asked for; anything unknown is the one that asks for a reason first."""
    named = {each.value: each for each in TOGETHER}
    return named.get(request.form.get("outcome", ""), ScreeningOutcome.SCREEN_OUT)


def _queue() -> str:
    return url_for(".list_screening", **kept(wanted_of(request.args)))


def _marks(given: Iterable[str]) -> Iterable[tuple[uuid.UUID, str]]:
    for value in given:
        text, _colon, mark = value.partition(":")
        if key := _key(text):
            yield key, mark


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
