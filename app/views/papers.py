"""Giving a paper of the record as a PDF, in the language of the page."""

from __future__ import annotations

from flask import Response, abort

from app.papers.manuscripts import Subject, manuscript_of
from app.queries.kept_papers import kept_paper
from app.views.formatting import page_language
from app.views.stored_files import stored_chunks


def paper_attachment(subject: Subject, *, name: str) -> Response:
    """Return the paper of this row for downloading; 404 where there is none.

    As the worker keeps it; where it was not made yet, or would be made otherwise now, it is typeset for this reader.
    """
    manuscript = manuscript_of(subject, page_language())
    if manuscript is None:
        abort(404)
    kept = kept_paper(manuscript.fingerprint)
    chunks = stored_chunks(kept.sha256) if kept else None
    response = Response(manuscript.typeset() if chunks is None else chunks, mimetype="application/pdf")
    if kept and chunks is not None:
        response.content_length = kept.size
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
