"""More time for one agency: given or taken back in two steps, the second after a look at what it changes."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Agency, Programme
from app.permissions import Permission
from app.queries.agency_choices import agency_written
from app.queries.extension_effects import (
    ExtensionEffects,
    effects_of_granting,
    effects_of_revoking,
    extension_to_revoke,
)
from app.services.extensions import check_extension, check_revocation, extend, revoke_extension
from app.views.access import current_actor, opens
from app.views.day_notes import day_note
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import ExtensionForm
from app.views.secretariat.rounds import programme_page_of
from workflows.errors import RuleBroken


@bp.post("/office/programmes/<uuid:programme_id>/extensions")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def grant_extension(programme: Programme) -> ResponseReturnValue:
    """Show what more time for one agency changes; give it once that was looked at."""
    form, actor = ExtensionForm(), current_actor()
    is_complete, agency = form.validate_on_submit(), agency_written(form.agency.data or "")
    if agency is None and form.agency.data:
        form.agency.errors = (_("No agency of the register is called so. Choose one from the list"),)
    if not is_complete or agency is None or form.until.data is None:
        return programme_page_of(programme, form, status=422)
    until, reason = form.until.data, form.reason.data or ""
    try:
        check_extension(programme, until=until, reason=reason, actor=actor)
        if day_note(until) and not form.despite_day_off.data:
            return programme_page_of(programme, form, status=422)
        if not request.form.get("looked_at"):
            effects = effects_of_granting(programme, agency, until, at=now())
            return _preview(programme, agency, effects, form=form, reason=reason)
        extend(programme, agency, until=until, reason=reason, actor=actor)
    except RuleBroken as broken:
        return programme_page_of(programme, form, show_on(form, broken), 409)
    flash(_("The extension is granted, on record and told to the agency"), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/extensions/<uuid:extension_id>/end")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def end_extension(programme: Programme, extension_id: uuid.UUID) -> ResponseReturnValue:
    """Show what taking an extension back changes; take it back once that was looked at."""
    extension = extension_to_revoke(programme, extension_id) or abort(404)
    reason, actor = request.form.get("reason", ""), current_actor()
    try:
        check_revocation(extension, reason=reason, actor=actor)
        if not request.form.get("looked_at"):
            effects = effects_of_revoking(extension, at=now())
            return _preview(programme, extension.agency, effects, extension_id=extension_id, reason=reason)
        revoke_extension(programme, extension_id, reason=reason, actor=actor)
    except RuleBroken as broken:
        return programme_page_of(programme, ExtensionForm(formdata=None), sentences(broken), 409)
    flash(_("The extension is taken back and the agency told"), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


def _preview(
    programme: Programme,
    agency: Agency,
    effects: ExtensionEffects,
    *,
    reason: str,
    form: ExtensionForm | None = None,
    extension_id: uuid.UUID | None = None,
) -> ResponseReturnValue:
    """Show the documents concerned, with a button that sends the same again."""
    fields = {"reason": reason, "looked_at": "y"}
    if form is not None:
        fields |= {"agency": agency.code, "until": request.form["until"]}
        fields |= {"despite_day_off": "y"} if form.despite_day_off.data else {}
        address = url_for(".grant_extension", programme_id=programme.id)
    else:
        address = url_for(".end_extension", programme_id=programme.id, extension_id=extension_id)
    return render_template(
        "secretariat/grant_extension.html",
        programme=programme,
        agency=agency,
        effects=effects,
        until=form.until.data if form else None,
        until_note=day_note(form.until.data) if form else "",
        reason=reason,
        fields=fields,
        address=address,
    )
