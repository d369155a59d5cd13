"""Fills in the address of every page: which row it opens, and what stands for the rest. New pages may need a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.models import (
    Agency,
    Appeal,
    Application,
    Assignment,
    AssignmentPlan,
    Base,
    CalibrationExercise,
    CalibrationRun,
    ColleagueComment,
    ConsensusSheet,
    DeclaredInterest,
    Evidence,
    ExerciseSheet,
    FeedbackReport,
    Invitation,
    Job,
    LetterNumber,
    Message,
    Programme,
    ProgrammeQuestion,
    Proposal,
    Receipt,
    ScoreSheet,
    ServiceCertificate,
    Stage,
)
from app.views.access import ARGUMENT, Access
from tests.pages.cast import LEAD, MEMBER
from tests.pages.gathering import Gathering

# The row of each kind a page opens where nothing else is said, by its name in the gathering.
USUAL: Mapping[type[Base], str] = {
    Agency: "agency",
    Appeal: "appeal",
    Application: "draft",
    Assignment: f"seat of the {MEMBER}",
    AssignmentPlan: "plan",
    ColleagueComment: "comment",
    CalibrationExercise: "exercise",
    CalibrationRun: "run",
    ConsensusSheet: "consensus sheet in consensus",
    DeclaredInterest: "interest",
    Evidence: "evidence",
    ExerciseSheet: "trial",
    FeedbackReport: "FeedbackReport of announced",
    Invitation: "invitation",
    Job: "job",
    LetterNumber: "letter",
    Message: "message told",
    Programme: "programme",
    ProgrammeQuestion: "question",
    Proposal: "Proposal of proposed",
    Receipt: "receipt of submitted",
    ScoreSheet: f"sheet of the {MEMBER}",
    ServiceCertificate: "service",
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
    "applicant.download_visit": "visit",
    "applicant.add_action": "announced",
    "applicant.edit_appeal": "announced",
    "applicant.list_appeals": "announced",
    "applicant.save_appeal": "announced",
    "applicant.change_action": "announced",
    "applicant.edit_action": "announced",
    "applicant.plan_action": "announced",
    "applicant.remove_action": "announced",
    "applicant.show_feedback": "announced",
    "applicant.show_plan": "announced",
    "applicant.start_plan": "announced",
    "applicant.write_follow_up": "announced",
    "applicant.download_certificate": "announced",
    "applicant.download_feedback": "announced",
    "applicant.confirm_reading": "announced",
    "applicant.attach_evidence": "self-assessment",
    "applicant.list_evidence": "self-assessment",
    "applicant.show_self_assessment": "self-assessment",
    "assessor.download_sheet": f"sheet of the {LEAD}",
    "judge.download_decision": "decided",
    "judge.propose_anew": "decided",
    "judge.propose_outcome": "committee",
    "judge.show_dossier": "committee",
    "judge.show_judged_document": "committee",
    "judge.stand_aside": "committee",
    "panel.add_point": "visit",
    "panel.attach_file": "visit",
    "panel.close_visit": "visit",
    "panel.show_figures": "consensus sheet in checklist",
    "panel.download_calendar": "visit",
    "panel.plan_visit": "visit",
    "panel.settle": "visit",
    "panel.show_point": "visit",
    "panel.show_visit": "visit",
    "secretariat.accept_report_as_it_is": "screening",
    "secretariat.change_due": "passed",
    "secretariat.edit_feedback": "FeedbackReport of decided",
    "secretariat.let_hit_stand": "FeedbackReport of decided",
    "secretariat.propose_to_disqualify": "committee",
    "secretariat.propose_to_override": "committee",
    "secretariat.propose_to_keep_agreement": "committee",
    "secretariat.propose_to_revoke": "announced",
    "secretariat.return_document": "screening",
    "secretariat.save_checks": "screening",
    "secretariat.save_feedback": "FeedbackReport of decided",
    "secretariat.screen_out": "screening",
    "secretariat.new_complaint": "announced",
    "secretariat.number_decision": "decided",
    "secretariat.record_complaint": "announced",
    "secretariat.seat_panel": "passed",
    "secretariat.show_change": "change of a programme",
    "secretariat.sign_change": "change of a programme",
    "secretariat.turn_down_change": "change of a programme",
    "secretariat.show_record": "announced",
    "secretariat.show_alike": "screening",
    "secretariat.show_screening": "screening",
    "secretariat.show_stage_figures": "checklist",
    "secretariat.show_seating": "passed",
}
# What stands for an argument that is no row of its own.
_ARGUMENTS: Mapping[str, str] = {
    "action_id": "action",
    "cycle_id": "cycle",
    "view_id": "view",
    "extension_id": "extension",
    "grant_id": "grant",
    "job_id": "job",
    "mailing_id": "mailing",
    "message_id": "message",
    "person_id": "person",
    "point_id": "point",
    "programme_id": "programme",
    "winner_id": "past winner",
    "other_id": "passed",
    "application_id": "announced",
}
# A mailing that waits for its time. A workbook that may be looked at; the forms that take or discard one find none, for
# files are not taken back.
_OF_ONE_PAGE: Mapping[str, Mapping[str, str]] = {
    "admin.preview_import": {"sha256": "workbook"},
    "secretariat.change_planned_panel": {"application_id": "passed"},
    "assessor.open_trial": {"exercise_id": "open exercise"},
    "secretariat.export_mailing": {"mailing_id": "waiting mailing"},
    "secretariat.show_mailing": {"mailing_id": "waiting mailing"},
    "secretariat.take_mailing_back": {"mailing_id": "waiting mailing"},
}
_WORDS: Mapping[str, Any] = {
    "kind": "agencies",
    "message_kind": "application_passed",
    "text_language": "th",
    "months": 6,
    "page": "rounds",
    "node_id": "d1.1",
    "part_id": "problem",
    "rubric_id": "ps-innovation@2564",
    "sha256": "0" * 64,
    "stage_code": "r1",
    "token": "no-such-token",
    "year_be": 2569,
}
# Rows whose document has other parts than the usual one.
_OF_ONE_ROW: Mapping[str, Mapping[str, str]] = {
    "committee": {"stage_code": "independent"},
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
