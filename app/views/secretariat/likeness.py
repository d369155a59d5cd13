"""Two applications side by side, where their texts are alike; only officers who screen both see this."""

from __future__ import annotations

import uuid

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.models import Application
from app.permissions import Permission
from app.queries.likeness_pair import pair_of
from app.views.access import current_actor, opens
from app.views.secretariat import bp
from rubrics.likeness import likeness_rules


@bp.get("/office/screening/<uuid:application_id>/alike/<uuid:other_id>")
@opens(Application, Permission.SCREEN)
def show_alike(application: Application, other_id: uuid.UUID) -> ResponseReturnValue:
    """Show the passages two applications have in common."""
    pair = pair_of(application, other_id, current_actor())
    if pair is None:
        abort(404)
    return render_template("secretariat/show_alike.html", application=application, pair=pair, rules=likeness_rules())
