"""Giving a paper of the record as a PDF, in the language of the page."""

from __future__ import annotations

from flask import Response, abort

from app.papers.manuscripts import Subject, manuscript_of
from app.views.formatting import page_language


def paper_attachment(subject: Subject, *, name: str) -> Response:
    """Return the paper of this row for downloading; 404 where there is none."""
    manuscript = manuscript_of(subject, page_language())
    if manuscript is None:
        abort(404)
    response = Response(manuscript.typeset(), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
