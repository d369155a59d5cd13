"""Fills in the address of every page: which row it opens, and what stands for the rest. New pages may need a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.models import (
    Agency,
    Application,
    Assignment,
    AssignmentPlan,
    Base,
    ConsensusSheet,
    Evidence,
    FeedbackReport,
    Job,
    Programme,
    Proposal,
    Receipt,
    ScoreSheet,
    Stage,
)
from app.views.access import ARGUMENT, Access
from tests.pages.cast import LEAD, MEMBER
from tests.pages.gathering import Gathering

# The row of each kind a page opens where nothing else is said, by its name in the gathering.
USUAL: Mapping[type[Base], str] = {
    Agency: "agency",
    Application: "draft",
    Assignment: f"seat of the {MEMBER}",
    AssignmentPlan: "plan",
    ConsensusSheet: "consensus sheet in consensus",
    Evidence: "evidence",
    FeedbackReport: "FeedbackReport of announced",
    Job: "job",
    Programme: "programme",
    Proposal: "Proposal of proposed",
    Receipt: "receipt of submitted",
    ScoreSheet: f"sheet of the {MEMBER}",
    Stage: "stage",
}
# Pages that open a row of another state.
OPENS_ON: Mapping[str, str] = {
    "applicant.approve_application": "awaiting",
    "applicant.submit_application": "awaiting",
    "applicant.send_back_application": "awaiting",
    "applicant.recall_application": "awaiting",
    "applicant.withdraw_application": "submitted",
    "applicant.record_withdrawal": "submitted",
    "applicant.show_feedback": "announced",
    "applicant.download_feedback": "announced",
    "applicant.confirm_reading": "announced",
    "applicant.show_self_assessment": "self-assessment",
    "assessor.download_sheet": f"sheet of the {LEAD}",
    "judge.propose_outcome": "committee",
    "judge.show_dossier": "committee",
    "judge.stand_aside": "committee",
    "panel.close_visit": "visit",
    "panel.show_visit": "visit",
    "secretariat.accept_report_as_it_is": "screening",
    "secretariat.edit_feedback": "FeedbackReport of decided",
    "secretariat.propose_to_disqualify": "committee",
    "secretariat.return_document": "screening",
    "secretariat.save_checks": "screening",
    "secretariat.save_feedback": "FeedbackReport of decided",
    "secretariat.screen_out": "screening",
    "secretariat.seat_panel": "passed",
    "secretariat.show_record": "announced",
    "secretariat.show_screening": "screening",
    "secretariat.show_seating": "passed",
}
# What stands for an argument that is no row of its own.
_ARGUMENTS: Mapping[str, str] = {
    "cycle_id": "cycle",
    "grant_id": "grant",
    "job_id": "job",
    "message_id": "message",
    "person_id": "person",
    "programme_id": "programme",
    "application_id": "announced",
}
# A workbook that may be looked at; the forms that take or discard one find none, for files are not taken back.
_OF_ONE_PAGE: Mapping[str, Mapping[str, str]] = {"admin.preview_import": {"sha256": "workbook"}}
_WORDS: Mapping[str, Any] = {
    "kind": "agencies",
    "node_id": "d1.1",
    "part_id": "problem",
    "rubric_id": "ps-innovation@2564",
    "sha256": "0" * 64,
    "token": "no-such-token",
    "year_be": 2569,
}
# Rows whose document has other parts than the usual one.
_OF_ONE_ROW: Mapping[str, Mapping[str, str]] = {
    "self-assessment": {"part_id": "category-1"},
    "report due": {"part_id": "ar-1"},
    "sheet in checklist": {"node_id": "1.1"},
    "sheet in report judged": {"node_id": "1.1"},
    "consensus sheet in checklist": {"node_id": "1.1"},
}


@dataclass(frozen=True)
class Page:
    """One address of one page: its endpoint, what it declares, and the row it opens, if it opens one."""

    endpoint: str
    method: str
    access: Access
    rule: Rule
    row: str | None = None

    @property
    def audience(self) -> str:
        """Return whose pages it is among."""
        return self.endpoint.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def pages(app: Flask, method: str) -> Iterator[Page]:
    """Yield every page that answers this method, on its usual row."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if rule.endpoint != "static" and method in (rule.methods or ()):
            access: Access = app.view_functions[rule.endpoint].__access__  # type: ignore[attr-defined]
            row = OPENS_ON.get(rule.endpoint) or (USUAL[access.model] if access.model else None)
            yield Page(rule.endpoint, method, access, rule, row)


def address(page: Page, gathering: Gathering, row: str | None = None) -> str:
    """Build the page's address on its own row, or on another one of the kind."""
    keys = gathering.rows | gathering.others
    own = _OF_ONE_PAGE.get(page.endpoint, {})
    known = dict(_WORDS) | {name: keys[key] for name, key in [*_ARGUMENTS.items(), *own.items()]}
    known |= _OF_ONE_ROW.get(row or page.row or "", {})
    if page.access.model is not None:
        known[f"{ARGUMENT[page.access.model]}_id"] = gathering.rows[row or page.row or ""]
    unknown = page.rule.arguments - known.keys()
    assert not unknown, f"say in {__name__} what stands for {sorted(unknown)} of {page.endpoint}"
    built = page.rule.build({name: known[name] for name in page.rule.arguments}, append_unknown=False)
    assert built is not None, f"{page.rule} cannot be built"
    return built[1]
