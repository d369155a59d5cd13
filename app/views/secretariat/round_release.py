"""Before the results of a round are released: who is told what, and the entries that still stand before the gate."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Stage
from app.permissions import Permission
from app.queries.round_release import has_own_results, round_release
from app.services.announcements import release_round
from app.views.access import current_actor, opens
from app.views.reasons import sentences
from app.views.secretariat import bp
from workflows.errors import RuleBroken


@bp.get("/office/stages/<uuid:stage_id>/release")
@opens(Stage, Permission.ANNOUNCE)
def preview_release(stage: Stage) -> ResponseReturnValue:
    """Show everything a release would tell, before anybody confirms it."""
    return _preview(stage)


def _preview(stage: Stage, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "secretariat/preview_release.html",
        stage=stage,
        programme=stage.programme,
        release=round_release(stage, at=now()),
        has_own_results=has_own_results(stage),
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/stages/<uuid:stage_id>/release")
@opens(Stage, Permission.ANNOUNCE)
def release_stage(stage: Stage) -> ResponseReturnValue:
    """Let the agencies read the gate results looked at."""
    try:
        count = release_round(stage, seen=request.form.get("seen", ""), actor=current_actor())
    except RuleBroken as broken:
        return _preview(stage, sentences(broken), 409)
    flash(_("The results of this round can now be read by the agencies: %(count)s", count=count), "success")
    return redirect(url_for(".show_programme", programme_id=stage.programme_id))
