"""Publishing a programme once its dates were looked at, and deleting what was set up by mistake."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Programme
from app.permissions import Permission
from app.queries.office_scope import cycles_newest_first
from app.services import publication
from app.views.access import current_actor, holds, opens
from app.views.reasons import sentences
from app.views.secretariat import bp
from app.views.secretariat.forms import ExtensionForm
from app.views.secretariat.rounds import programme_page_of
from workflows.errors import RuleBroken


@bp.post("/office/programmes/<uuid:programme_id>/publication")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def publish_programme(programme: Programme) -> ResponseReturnValue:
    """Show a programme to everybody."""
    try:
        publication.publish_programme(programme, actor=current_actor())
    except RuleBroken as broken:
        return programme_page_of(programme, ExtensionForm(formdata=None), sentences(broken), 409)
    flash(_("Published. The public pages show the programme now"), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/publication/end")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def take_publication_back(programme: Programme) -> ResponseReturnValue:
    """Hide a programme again that nothing hangs on yet."""
    try:
        publication.take_publication_back(programme, actor=current_actor())
    except RuleBroken as broken:
        return programme_page_of(programme, ExtensionForm(formdata=None), sentences(broken), 409)
    flash(_("The publication is taken back. Only OPDC sees the programme now"), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/deletion")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def delete_programme(programme: Programme) -> ResponseReturnValue:
    """Delete a programme that was never published."""
    year = programme.cycle.year_be
    try:
        publication.delete_programme(programme, actor=current_actor())
    except RuleBroken as broken:
        return programme_page_of(programme, ExtensionForm(formdata=None), sentences(broken), 409)
    flash(_("The programme is deleted"), "success")
    return redirect(url_for(".show_rounds", year=year))


@bp.post("/office/cycles/<int:year_be>/deletion")
@holds(Permission.MANAGE_CYCLES)
def delete_cycle(year_be: int) -> ResponseReturnValue:
    """Delete an empty cycle."""
    cycle = next((each for each in cycles_newest_first() if each.year_be == year_be), None) or abort(404)
    try:
        publication.delete_cycle(cycle, actor=current_actor())
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
        return redirect(url_for(".show_rounds", year=year_be))
    flash(_("The cycle is deleted"), "success")
    return redirect(url_for(".show_rounds"))
