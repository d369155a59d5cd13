"""Who may do what: one table from every permission to the roles that have it on the thing it is about."""

from __future__ import annotations

from enum import StrEnum

from workflows.roles import Role


class Permission(StrEnum):
    """Everything a page or use case may ask for."""

    VIEW_APPLICATION = "view_application"
    START_APPLICATION = "start_application"
    EDIT_APPLICATION = "edit_application"
    WORK_TOGETHER = "work_together"
    NAME_OWNER = "name_owner"
    SEND_FOR_APPROVAL = "send_for_approval"
    APPROVE_APPLICATION = "approve_application"
    WITHDRAW_APPLICATION = "withdraw_application"
    MANAGE_TEAM = "manage_team"
    NAME_DELEGATE = "name_delegate"
    TAKE_INVITATION_BACK = "take_invitation_back"
    HAND_OVER = "hand_over"
    ASK_QUESTION = "ask_question"
    ANSWER_QUESTION = "answer_question"
    READ_FEEDBACK = "read_feedback"
    FOLLOW_APPEAL = "follow_appeal"
    WRITE_APPEAL = "write_appeal"
    FILE_APPEAL = "file_appeal"
    READ_APPEALS = "read_appeals"
    HANDLE_APPEALS = "handle_appeals"
    SIGN_APPEAL = "sign_appeal"
    VIEW_PLAN = "view_plan"
    EDIT_PLAN = "edit_plan"
    OPEN_EVIDENCE = "open_evidence"
    MANAGE_CYCLES = "manage_cycles"
    VIEW_PROGRAMME = "view_programme"
    MANAGE_PROGRAMME = "manage_programme"
    CHANGE_LIVE_PROGRAMME = "change_live_programme"
    SCREEN = "screen"
    VIEW_RECORD = "view_record"
    ASSIGN = "assign"
    CALIBRATE = "calibrate"
    ASSESS = "assess"
    AGREE = "agree"
    LEAD_PANEL = "lead_panel"
    SCHEDULE_VISIT = "schedule_visit"
    VIEW_VISIT = "view_visit"
    DECIDE = "decide"
    READ_PROPOSALS = "read_proposals"
    CONFIRM_ACT = "confirm_act"
    ANNOUNCE = "announce"
    NUMBER_LETTERS = "number_letters"
    SET_LETTER_PREFIX = "set_letter_prefix"
    EDIT_FEEDBACK = "edit_feedback"
    DISQUALIFY = "disqualify"
    OVERRIDE_GATE = "override_gate"
    REVOKE_CERTIFICATE = "revoke_certificate"
    CERTIFY_SERVICE = "certify_service"
    READ_INTERESTS = "read_interests"
    RULE_ON_INTERESTS = "rule_on_interests"
    VIEW_MESSAGES = "view_messages"
    TRY_MESSAGE_AGAIN = "try_message_again"
    WORD_MESSAGES = "word_messages"
    WRITE_MAILINGS = "write_mailings"
    ADMINISTER = "administer"
    AUDIT = "audit"


_TEAM = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR, Role.HEAD, Role.DELEGATE})
_STAFF = frozenset({Role.OFFICER, Role.DIRECTOR})
_PANEL = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.VIEW_APPLICATION: _TEAM | _STAFF | {Role.AUDITOR},
    Permission.START_APPLICATION: frozenset({Role.COORDINATOR}),
    Permission.EDIT_APPLICATION: frozenset({Role.CONTRIBUTOR, Role.COORDINATOR}),
    Permission.WORK_TOGETHER: _TEAM,
    Permission.NAME_OWNER: frozenset({Role.COORDINATOR}),
    Permission.SEND_FOR_APPROVAL: frozenset({Role.COORDINATOR}),
    Permission.APPROVE_APPLICATION: frozenset({Role.HEAD, Role.DELEGATE}),
    Permission.WITHDRAW_APPLICATION: frozenset({Role.HEAD}),
    Permission.MANAGE_TEAM: frozenset({Role.COORDINATOR, Role.HEAD}),
    Permission.NAME_DELEGATE: frozenset({Role.HEAD}),
    Permission.TAKE_INVITATION_BACK: frozenset({Role.COORDINATOR, Role.HEAD, Role.ADMINISTRATOR}),
    Permission.HAND_OVER: frozenset({Role.HEAD, Role.ADMINISTRATOR}),
    Permission.ASK_QUESTION: _TEAM,
    Permission.ANSWER_QUESTION: frozenset({Role.OFFICER}),
    Permission.READ_FEEDBACK: _TEAM,
    Permission.FOLLOW_APPEAL: _TEAM,
    Permission.WRITE_APPEAL: frozenset({Role.COORDINATOR, Role.HEAD, Role.DELEGATE}),
    Permission.FILE_APPEAL: frozenset({Role.HEAD, Role.DELEGATE}),
    Permission.READ_APPEALS: _STAFF | {Role.AUDITOR},
    Permission.HANDLE_APPEALS: frozenset({Role.OFFICER}),
    Permission.SIGN_APPEAL: _STAFF,
    Permission.VIEW_PLAN: _TEAM | _STAFF | {Role.AUDITOR},
    Permission.EDIT_PLAN: frozenset({Role.CONTRIBUTOR, Role.COORDINATOR}),
    Permission.OPEN_EVIDENCE: _TEAM | _STAFF | _PANEL | {Role.JUDGE, Role.AUDITOR},
    Permission.MANAGE_CYCLES: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Permission.VIEW_PROGRAMME: _STAFF | {Role.AUDITOR},
    Permission.MANAGE_PROGRAMME: frozenset({Role.OFFICER}),
    Permission.CHANGE_LIVE_PROGRAMME: _STAFF,
    Permission.SCREEN: frozenset({Role.OFFICER}),
    Permission.VIEW_RECORD: _STAFF | {Role.AUDITOR, Role.JUDGE},
    Permission.ASSIGN: frozenset({Role.OFFICER}),
    Permission.CALIBRATE: _STAFF,
    Permission.ASSESS: _PANEL,
    Permission.AGREE: _PANEL,
    Permission.LEAD_PANEL: frozenset({Role.LEAD_ASSESSOR}),
    Permission.SCHEDULE_VISIT: frozenset({Role.LEAD_ASSESSOR, Role.OFFICER}),
    Permission.VIEW_VISIT: _PANEL | {Role.OFFICER},
    Permission.DECIDE: frozenset({Role.JUDGE, Role.DIRECTOR}),
    Permission.READ_PROPOSALS: _STAFF | {Role.JUDGE, Role.AUDITOR},
    Permission.CONFIRM_ACT: frozenset({Role.JUDGE, Role.DIRECTOR, Role.OFFICER}),
    Permission.ANNOUNCE: frozenset({Role.OFFICER}),
    Permission.NUMBER_LETTERS: frozenset({Role.OFFICER}),
    Permission.SET_LETTER_PREFIX: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Permission.EDIT_FEEDBACK: frozenset({Role.OFFICER}),
    Permission.DISQUALIFY: _STAFF,
    Permission.OVERRIDE_GATE: _STAFF,
    Permission.REVOKE_CERTIFICATE: _STAFF,
    Permission.CERTIFY_SERVICE: frozenset({Role.OFFICER}),
    Permission.READ_INTERESTS: _STAFF | {Role.AUDITOR},
    Permission.RULE_ON_INTERESTS: _STAFF,
    Permission.VIEW_MESSAGES: _STAFF | {Role.AUDITOR, Role.ADMINISTRATOR},
    Permission.TRY_MESSAGE_AGAIN: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Permission.WORD_MESSAGES: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Permission.WRITE_MAILINGS: frozenset({Role.OFFICER}),
    Permission.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT: _STAFF | {Role.AUDITOR, Role.ADMINISTRATOR},
}
