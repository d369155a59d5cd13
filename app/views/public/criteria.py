"""The criteria: every published rubric, all of its text, and its file to take away."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from app.queries.award_levels import award_labels
from app.views.access import public
from app.views.award_names import BRANCHES
from app.views.public import bp
from app.views.public.conditions import condition_words
from rubrics import Rubric, UnknownRubric, definition_file, load_rubric, published_rubrics


@bp.get("/criteria")
@public
def list_criteria() -> ResponseReturnValue:
    """List the published criteria by branch."""
    rubrics = list(published_rubrics().values())
    branches = [(branch, [rubric for rubric in rubrics if rubric.branch == branch]) for branch in BRANCHES]
    return render_template("public/list_criteria.html", branches=[each for each in branches if each[1]])


@bp.get("/criteria/<string:rubric_id>")
@public
def show_criteria(rubric_id: str) -> ResponseReturnValue:
    """Show all of one edition: what is asked, how it is scored, what it leads to, where its numbers come from."""
    rubric = _rubric_or_404(rubric_id)
    return render_template(
        "public/show_criteria.html",
        rubric=rubric,
        awards=award_labels(rubric),
        condition_words=condition_words,
        checkpoint_total=len(rubric.checkpoints),
    )


@bp.get("/criteria/<string:rubric_id>/file")
@public
def download_criteria(rubric_id: str) -> ResponseReturnValue:
    """Hand out the very file that is pinned by its SHA-256."""
    rubric = _rubric_or_404(rubric_id)
    path = definition_file(rubric.full_id)
    headers = {"Content-Disposition": f"attachment; filename={path.name}"}
    return Response(path.read_bytes(), mimetype="application/yaml", headers=headers)


def _rubric_or_404(rubric_id: str) -> Rubric:
    try:
        return load_rubric(rubric_id)
    except UnknownRubric:
        abort(404)
