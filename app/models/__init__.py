"""Every table of Lertrat, one file an aggregate."""

from app.models.agencies import Agency, AgencyKind
from app.models.applications import Answer, AnswerVersion, Application, CoOwner, Receipt, Snapshot
from app.models.assignments import Assignment, AssignmentPlan, AssignmentState, PlanState
from app.models.base import Base
from app.models.consensus import ConsensusEntry, ConsensusSheet, ConsensusState
from app.models.cycles import Cycle, Extension, NumberConfirmation, Programme, Stage
from app.models.decisions import (
    Decision,
    FeedbackReport,
    FeedbackState,
    Proposal,
    ProposalState,
    SiteVisit,
)
from app.models.evidence import Evidence, EvidenceLink, FileState, StoredFile
from app.models.ledger import Event, LedgerHead, LedgerSeal, PersonalValue
from app.models.messages import Job, JobState, Message, MessageState
from app.models.people import (
    Advice,
    AssessorProfile,
    Declaration,
    DeclaredInterest,
    Invitation,
    PastAgency,
    Person,
    RoleGrant,
)
from app.models.score_sheets import ScoreSheet, SheetEntry, SheetEntryVersion, SheetState
from app.models.screening import ScreeningDecision, ScreeningFinding, ScreeningOutcome

__all__ = [
    "Advice",
    "Agency",
    "AgencyKind",
    "Answer",
    "AnswerVersion",
    "Application",
    "AssessorProfile",
    "Assignment",
    "AssignmentPlan",
    "AssignmentState",
    "Base",
    "CoOwner",
    "ConsensusEntry",
    "ConsensusSheet",
    "ConsensusState",
    "Cycle",
    "Decision",
    "Declaration",
    "DeclaredInterest",
    "Event",
    "Evidence",
    "EvidenceLink",
    "Extension",
    "FeedbackReport",
    "FeedbackState",
    "FileState",
    "Invitation",
    "Job",
    "JobState",
    "LedgerHead",
    "LedgerSeal",
    "Message",
    "MessageState",
    "NumberConfirmation",
    "PastAgency",
    "Person",
    "PersonalValue",
    "PlanState",
    "Programme",
    "Proposal",
    "ProposalState",
    "Receipt",
    "RoleGrant",
    "ScoreSheet",
    "ScreeningDecision",
    "ScreeningFinding",
    "ScreeningOutcome",
    "SheetEntry",
    "SheetEntryVersion",
    "SheetState",
    "SiteVisit",
    "Snapshot",
    "Stage",
    "StoredFile",
]
