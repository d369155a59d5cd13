"""Writes the events of the ledger in words: what happened, who did it, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.queries.audit_trail import ToldEvent
from app.views.formatting import page_language


@dataclass(frozen=True)
class Line:
    """One event as a timeline shows it."""

    at: datetime
    title: str
    who: str
    note: str


def line_of(told: ToldEvent) -> Line:
    """Write one event for a timeline."""
    return Line(told.at, event_title(told.event.kind), who(told), " · ".join(told.texts.values()))


def who(told: ToldEvent) -> str:
    """Name who acted; a person who was forgotten has no name left."""
    if told.who is not None:
        return told.who.name(page_language())
    return _("The system") if told.is_by_system else _("A person no longer on record")


def event_title(kind: str) -> str:
    """Say what an event of this kind means; an unknown kind is shown as it is written in the ledger."""
    return (
        _application_titles()
        | _panel_titles()
        | _programme_titles()
        | _committee_titles()
        | _appeal_titles()
        | _office_titles()
        | _message_titles()
        | _calibration_titles()
        | _registry_titles()
    ).get(kind, kind)


def _application_titles() -> dict[str, str]:
    return {
        "application_started": _("Draft started"),
        "draft_deleted": _("Draft deleted"),
        "send_for_approval": _("Sent to the head for approval"),
        "recall": _("Taken back for editing"),
        "send_back": _("Sent back to the team by the head"),
        "submit": _("Application submitted"),
        "submit_report": _("Application Report submitted"),
        "withdraw": _("Withdrawn"),
        "start_screening": _("Screening began"),
        "return": _("Returned for correction"),
        "screen_out": _("Did not pass screening"),
        "pass": _("Passed screening"),
        "accept_report": _("Application Report accepted by an officer"),
        "open_report": _("Application Report asked for"),
        "answers_carried_over": _("Answers of an earlier year carried over"),
        "question_asked": _("Question asked by the agency"),
        "question_answered": _("Question of the agency answered"),
    }


def _panel_titles() -> dict[str, str]:
    return {
        "panel_published": _("Panel seated"),
        "panel_completed": _("Empty seat of the panel filled"),
        "sheets_due_changed": _("Due time of the score sheets changed"),
        "assignment_accepted": _("Assignment accepted"),
        "seat_vacated": _("Seat left"),
        "conflicts_declared": _("Yearly declaration of conflicts made"),
        "interest_declared": _("Interest declared"),
        "expertise_stated": _("Topics and wishes of an assessor stated"),
        "past_agency_stated": _("Past agency of an assessor stated"),
        "interest_confirmed": _("Declared interest confirmed"),
        "lift_interest_proposed": _("Lifting of an interest proposed"),
        "lift_interest_confirmed": _("Lifting of an interest signed by the second person"),
        "lift_interest_refused": _("Proposed lifting of an interest refused"),
        "interest_lifted": _("Declared interest lifted"),
        "reopen_assessment": _("Assessment opened again: the panel lost a sheet"),
        "question_agreement": _("An earlier agreement lost a sheet to a conflict"),
        "keep_agreement_proposed": _("Proposed that an earlier agreement stands"),
        "keep_agreement_confirmed": _("An earlier agreement stands, signed by the second person"),
        "keep_agreement_refused": _("Proposal that an earlier agreement stands refused"),
        "advice_given": _("Advised in a clinic"),
        "snapshot_read": _("Read by an assessor"),
        "start_assessment": _("Assessment began"),
        "submit_sheet": _("Score sheet submitted"),
        "open_consensus": _("Consensus opened"),
        "record_consensus": _("Consensus recorded"),
        "enter_site_visit": _("A site visit is planned"),
        "skip_site_visit": _("Went to the committee without a visit"),
        "schedule_visit": _("Time of the site visit set"),
        "settle_visit_point": _("Point of the site visit settled"),
        "close_visit": _("Outcome of the site visit recorded"),
        "stop_at_gate": _("Stopped at the gate of the round"),
        "override_gate_proposed": _("Proposed to decide a gate against its rule"),
        "override_gate_confirmed": _("Gate against its rule signed by the second person"),
        "override_gate_refused": _("Proposal on a gate refused"),
        "let_pass": _("Let pass a gate against its rule"),
        "hold_at_gate": _("Held at a gate against its rule"),
    }


def _committee_titles() -> dict[str, str]:
    return {
        "decide_proposed": _("Decision proposed"),
        "decide_confirmed": _("Decision signed by the second person"),
        "decide_refused": _("Proposed decision refused"),
        "decide": _("Decided"),
        "vote_cast": _("Vote of a member on a proposed decision"),
        "reopen_decision_proposed": _("Opening the decision again proposed"),
        "reopen_decision_confirmed": _("Opening the decision again signed by the second person"),
        "reopen_decision_refused": _("Proposal to open the decision again refused"),
        "reopen_decision": _("Decision opened again"),
        "announcement_scheduled": _("Time of the announcement set"),
        "announcement_cancelled": _("Time of the announcement taken back"),
        "announcement_stopped": _("Announcement stopped at its time"),
    }


def _appeal_titles() -> dict[str, str]:
    return {
        "appeal_filed": _("Appeal filed by the agency"),
        "complaint_entered": _("Complaint put on record"),
        "complaint_file_added": _("Letter of a complaint attached"),
        "take_up_appeal": _("Appeal or complaint taken up"),
        "answer_appeal_proposed": _("Answer to an appeal or complaint proposed"),
        "answer_appeal_confirmed": _("Answer signed by the second person"),
        "answer_appeal_refused": _("Proposed answer refused"),
        "answer_appeal": _("Appeal or complaint answered"),
    }


def _office_titles() -> dict[str, str]:
    return {
        "disqualify_proposed": _("Disqualification proposed"),
        "disqualify_confirmed": _("Disqualification signed by the second person"),
        "disqualify_refused": _("Proposed disqualification refused"),
        "disqualify": _("Disqualified"),
        "announce": _("Result announced"),
        "certificate_issued": _("Certificate issued"),
        "revoke_certificate_proposed": _("Revocation of the certificate proposed"),
        "revoke_certificate_confirmed": _("Revocation signed by the second person"),
        "revoke_certificate_refused": _("Proposed revocation refused"),
        "certificate_revoked": _("Certificate revoked"),
        "release_round": _("Result of the round released"),
        "approve_feedback": _("Feedback report approved"),
        "reopen_feedback": _("Feedback report opened again"),
        "release_feedback": _("Feedback report released"),
        "feedback_opened": _("Feedback report opened by the agency for the first time"),
        "leak_let_stand": _("Hit of the checker let stand in a feedback report"),
        "feedback_read": _("Feedback report read by the agency"),
        "plan_started": _("Improvement plan started by the agency"),
        "plan_followed_up": _("Progress of the improvement plan reported"),
        "letter_numbered": _("Number of an official letter given"),
        "service_certified": _("Certificate of an assessor's service issued"),
        "letter_voided": _("Number of an official letter voided"),
        "letter_prefix_set": _("Prefix of the letters set"),
        "plan_published": _("Assignment plan published"),
        "plan_set_aside": _("Assignment plan set aside"),
        "plan_changed": _("Proposed plan changed by hand"),
        "plan_taken_back": _("Going back to earlier panels proposed"),
        "conflict_rules_set": _("Rules on conflicts of interest set"),
        "panel_size_changed": _("Panel size changed"),
        "number_confirmed": _("Number of the criteria confirmed"),
        "extension_granted": _("Extension granted"),
        "extension_revoked": _("Extension revoked"),
        "exported": _("List exported"),
    }


def _message_titles() -> dict[str, str]:
    return {
        "message_reworded": _("Text of a message changed"),
        "message_wording_given_up": _("Own text of a message given up"),
        "message_tried_again": _("Message tried again"),
        "message_counted_as_arrived": _("Uncertain message noted as arrived"),
        "mailing_confirmed": _("Sending of a mailing confirmed"),
        "mailing_cancelled": _("Mailing taken back before its time"),
        "mailing_sent": _("Mailing sent"),
        "mailing_stopped": _("Mailing stopped at its time"),
    }


def _programme_titles() -> dict[str, str]:
    return {
        "cycle_created": _("Cycle created"),
        "cycle_deleted": _("Empty cycle deleted"),
        "cycle_copied": _("Programmes copied from an earlier cycle"),
        "programme_opened": _("Programme set up"),
        "programme_published": _("Programme published"),
        "programme_publication_taken_back": _("Publication of a programme taken back"),
        "programme_deleted": _("Unpublished programme deleted"),
        "programme_changed": _("Settings of a programme changed"),
        "change_programme_proposed": _("Change of a programme proposed"),
        "change_programme_confirmed": _("Change of a programme signed by a second person"),
        "change_programme_refused": _("Change of a programme refused by a second person"),
    }


def _registry_titles() -> dict[str, str]:
    return {
        "agency_added": _("Agency added to the registry"),
        "agency_renamed": _("Agency renamed"),
        "agency_placed": _("Agency placed under another"),
        "agency_closed": _("Agency closed"),
        "agency_reopened": _("Agency opened again"),
        "past_winners_imported": _("Past winners imported"),
        "past_winner_removed": _("Past winner removed"),
        "agency_merged": _("Agency merged into another"),
        "agency_absorbed": _("Agency took another over"),
        "coordination_handed_over": _("Coordination handed over"),
        "office_mailbox_set": _("Office mailbox changed"),
        "person_invited": _("Person invited"),
        "invitation_cancelled": _("Invitation cancelled"),
        "person_renamed": _("Name of a person corrected"),
        "role_granted": _("Role given"),
        "role_revoked": _("Role ended"),
        "account_closed": _("Account closed"),
        "account_reopened": _("Account opened again"),
        "password_changed": _("Password changed"),
        "password_link_sent": _("Link to a new password sent"),
        "second_factor_switched_on": _("Two-step sign-in switched on"),
        "second_factor_switched_off": _("Two-step sign-in switched off"),
        "second_factor_reset": _("Two-step sign-in reset"),
        "recovery_codes_renewed": _("New recovery codes made"),
        "recovery_code_used": _("Recovery code used"),
    }


def _calibration_titles() -> dict[str, str]:
    return {
        "calibration_frozen": _("Calibration frozen"),
        "exercise_prepared": _("Calibration exercise prepared"),
        "exercise_opened": _("Calibration exercise opened"),
        "exercise_closed": _("Calibration exercise closed"),
        "calibration_rule_set": _("What opens live work was set"),
        "trial_submitted": _("Trial sheet submitted"),
        "assessor_let_in": _("Assessor let in after the exercise"),
        "anchor_marked": _("Marked as anchor application"),
        "anchor_unmarked": _("No longer an anchor application"),
    }
