"""What agencies will be asked in a programme, as its criteria say, before anybody sets it up."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.office_scope import cycles_newest_first
from app.views.access import holds
from app.views.secretariat import bp
from rubrics import UnknownRubric, load_rubric
from workflows.application import Phase
from workflows.document import parts


@bp.get("/office/cycles/<int:year_be>/programmes/preview/<string:rubric_id>")
@holds(Permission.VIEW_PROGRAMME)
def preview_programme(year_be: int, rubric_id: str) -> ResponseReturnValue:
    """Show every part and question of the documents, and the road an entry takes."""
    cycle = next((each for each in cycles_newest_first() if each.year_be == year_be), None)
    try:
        rubric = load_rubric(rubric_id)
    except UnknownRubric:
        abort(404)
    if cycle is None:
        abort(404)
    return render_template(
        "secretariat/preview_programme.html",
        cycle=cycle,
        rubric=rubric,
        entry=parts(rubric, Phase.ENTRY),
        report=parts(rubric, Phase.REPORT) if rubric.report is not None else (),
    )
