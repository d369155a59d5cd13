"""What the rules warn an entry of before it is handed in: for those who write it and for the head who signs."""

from __future__ import annotations

from flask import g

from app.queries.applicant_document import Document
from app.queries.applicant_eligibility import warnings_of
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.application import EDITABLE, ApplicationState, Phase


def entry_warnings(document: Document) -> list[tuple[str, str]]:
    """Return each rule with the reason it may speak against the entry, while the agency still has it in hand."""
    application = document.application
    if application.state not in _IN_HAND or application.phase is not Phase.ENTRY:
        return []
    found = warnings_of(application, document.content.answers, at=g.received_at, language=page_language())
    return [(sentence(each.rule), sentence(each.reason)) for each in found]


_IN_HAND = EDITABLE | {ApplicationState.AWAITING_APPROVAL}
