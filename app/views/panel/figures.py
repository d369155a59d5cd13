"""The figures of a status assessment side by side, for the members of its panel once all their sheets are in."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.models import ConsensusSheet
from app.permissions import Permission
from app.queries.consensus import has_own_sheet_in
from app.queries.rating_lines import rating_lines
from app.views.access import current_actor, opens
from app.views.panel import bp


@bp.get("/consensus/<uuid:consensus_id>/figures")
@opens(ConsensusSheet, Permission.AGREE)
def show_figures(consensus: ConsensusSheet) -> ResponseReturnValue:
    """Show the radar and every item: the agency's own, each certifier's, their mean and what was agreed."""
    lines = rating_lines(consensus) if has_own_sheet_in(consensus, current_actor()) else None
    if lines is None:
        abort(404)
    return render_template("panel/show_figures.html", lines=lines)
