"""What each kind of message is about and what staff call it; which ones are nobody else's, and which always arrive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from workflows.errors import N_


class Topic(StrEnum):
    """What messages are about, as people choose them."""

    ACCOUNT = "account"
    DECISIONS = "decisions"
    TEAM = "team"
    ENTRY = "entry"
    REMINDERS = "reminders"
    NOTICES = "notices"
    ASSESSING = "assessing"
    OFFICE = "office"


@dataclass(frozen=True)
class Kind:
    """One kind of message. What is private is read by its recipient alone: staff see only how it fared.

    What is general is about no programme, so that a text of one cycle or programme could never be used.
    """

    topic: Topic
    label: str
    is_private: bool = False
    is_general: bool = False


ALWAYS = frozenset({Topic.ACCOUNT, Topic.DECISIONS})

KINDS: Mapping[str, Kind] = {
    "daily_digest": Kind(Topic.ACCOUNT, N_("Daily digest"), is_private=True, is_general=True),
    "invitation": Kind(Topic.ACCOUNT, N_("Invitation to the system"), is_private=True, is_general=True),
    "account_made": Kind(Topic.ACCOUNT, N_("Account registered with a role"), is_private=True, is_general=True),
    "account_made_without_role": Kind(Topic.ACCOUNT, N_("Account registered"), is_private=True, is_general=True),
    "password_reset": Kind(Topic.ACCOUNT, N_("Link to a new password"), is_private=True, is_general=True),
    "second_factor_switched_on": Kind(
        Topic.ACCOUNT, N_("Two-step sign-in switched on"), is_private=True, is_general=True
    ),
    "second_factor_switched_off": Kind(
        Topic.ACCOUNT, N_("Two-step sign-in switched off"), is_private=True, is_general=True
    ),
    "second_factor_reset": Kind(Topic.ACCOUNT, N_("Two-step sign-in reset"), is_private=True, is_general=True),
    "recovery_code_used": Kind(Topic.ACCOUNT, N_("Recovery code used"), is_private=True, is_general=True),
    "application_returned": Kind(Topic.DECISIONS, N_("Returned for correction")),
    "application_screened_out": Kind(Topic.DECISIONS, N_("Did not pass screening")),
    "application_passed": Kind(Topic.DECISIONS, N_("Passed screening")),
    "application_disqualified": Kind(Topic.DECISIONS, N_("Disqualified")),
    "extension_granted": Kind(Topic.DECISIONS, N_("More time given to an agency")),
    "extension_revoked": Kind(Topic.DECISIONS, N_("More time taken back from an agency")),
    "assignment_published": Kind(Topic.DECISIONS, N_("Invitation to assess")),
    "round_released": Kind(Topic.DECISIONS, N_("Result of the round released")),
    "round_decided_anew": Kind(Topic.DECISIONS, N_("Result of the round changed")),
    "result_announced": Kind(Topic.DECISIONS, N_("Result announced")),
    "announcement_stopped": Kind(Topic.DECISIONS, N_("An announcement at a set time was stopped")),
    "appeal_received": Kind(Topic.DECISIONS, N_("Appeal received, to the agency")),
    "complaint_received": Kind(Topic.DECISIONS, N_("Complaint received, to the agency")),
    "appeal_taken_up": Kind(Topic.DECISIONS, N_("Appeal or complaint taken up")),
    "appeal_answered": Kind(Topic.DECISIONS, N_("Appeal or complaint answered")),
    "certificate_revoked": Kind(Topic.DECISIONS, N_("Certificate revoked")),
    "office_instruction": Kind(Topic.DECISIONS, N_("Important mailing of the office")),
    "approval_wanted": Kind(Topic.TEAM, N_("Approval of the head wanted"), is_private=True),
    "sent_back": Kind(Topic.TEAM, N_("Sent back to the team by the head"), is_private=True),
    "entry_withdrawn": Kind(Topic.TEAM, N_("Entry withdrawn by the head"), is_private=True),
    "part_given": Kind(Topic.TEAM, N_("Part of an entry given to a colleague"), is_private=True),
    "comment_written": Kind(Topic.TEAM, N_("Comment of a colleague"), is_private=True),
    "coordination_handed_over": Kind(Topic.TEAM, N_("Coordinator changed"), is_general=True),
    "application_submitted": Kind(Topic.ENTRY, N_("Receipt of an application")),
    "report_wanted": Kind(Topic.ENTRY, N_("Application Report asked for")),
    "visit_announced": Kind(Topic.ENTRY, N_("A site visit is planned")),
    "visit_date_told": Kind(Topic.ENTRY, N_("Time of the visit, to the agency")),
    "dates_changed": Kind(Topic.ENTRY, N_("Dates of a programme changed")),
    "range_changed": Kind(Topic.ENTRY, N_("Range of an indicator changed")),
    "question_answered": Kind(Topic.ENTRY, N_("Answer to a question")),
    "feedback_released": Kind(Topic.ENTRY, N_("Feedback report released")),
    "closing_soon": Kind(Topic.REMINDERS, N_("Reminder: an entry closes soon")),
    "sheet_due_soon": Kind(Topic.REMINDERS, N_("Reminder: a score sheet is due")),
    "answer_wanted": Kind(Topic.REMINDERS, N_("Reminder: an assignment is not answered")),
    "appeal_answer_due": Kind(Topic.REMINDERS, N_("Reminder: an appeal or complaint is to be answered")),
    "declaration_wanted": Kind(Topic.REMINDERS, N_("Reminder: declaration of conflicts wanted"), is_general=True),
    "plan_follow_up_due": Kind(Topic.REMINDERS, N_("Reminder: follow up the improvement plan")),
    "office_notice": Kind(Topic.NOTICES, N_("Mailing of the office")),
    "sheet_due_changed": Kind(Topic.ASSESSING, N_("Score sheet due at another time")),
    "consensus_opened": Kind(Topic.ASSESSING, N_("Consensus opened")),
    "consensus_reopened": Kind(Topic.ASSESSING, N_("Assessment opened again")),
    "site_visit_wanted": Kind(Topic.ASSESSING, N_("Site visit wanted, to panel and officers")),
    "visit_scheduled": Kind(Topic.ASSESSING, N_("Time of the visit, to panel and officers")),
    "service_certified": Kind(Topic.ASSESSING, N_("Certificate of service issued"), is_general=True),
    "application_arrived": Kind(Topic.OFFICE, N_("New application to screen")),
    "application_withdrawn": Kind(Topic.OFFICE, N_("Application withdrawn")),
    "assignment_declined": Kind(Topic.OFFICE, N_("An assessor left a seat")),
    "appeal_arrived": Kind(Topic.OFFICE, N_("Appeal or complaint to answer")),
    "agreement_questioned": Kind(Topic.OFFICE, N_("An earlier agreement is in question")),
    "question_asked": Kind(Topic.OFFICE, N_("Question of an agency")),
    "second_signature_wanted": Kind(Topic.OFFICE, N_("Second signature asked for")),
}
NOTICE, INSTRUCTION = "office_notice", "office_instruction"  # mailings: what people may turn off, and what always comes
PRIVATE = frozenset(name for name, kind in KINDS.items() if kind.is_private)

_TOPICS: Mapping[Topic, str] = {
    Topic.ACCOUNT: N_("Invitations and account security"),
    Topic.DECISIONS: N_("Decisions, results and entries returned"),
    Topic.TEAM: N_("Work within the agency's team"),
    Topic.ENTRY: N_("News of the agency's entries"),
    Topic.REMINDERS: N_("Reminders of deadlines"),
    Topic.NOTICES: N_("Notices of OPDC"),
    Topic.ASSESSING: N_("Work of the panel"),
    Topic.OFFICE: N_("Work of the office"),
}


def kind_label(kind: str) -> str:
    """Name a kind of message in the present language; one of an earlier version is named as it is stored."""
    known = KINDS.get(kind)
    return gettext(known.label) if known else kind


def topic_label(topic: Topic) -> str:
    """Name a topic in the present language."""
    return gettext(_TOPICS[topic])
