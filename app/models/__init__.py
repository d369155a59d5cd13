"""Every table of Lertrat, one file an aggregate."""

from app.models.agencies import Agency, AgencyKind
from app.models.appeals import Appeal, AppealFile
from app.models.applications import Answer, AnswerVersion, Application, CoOwner, Receipt, Snapshot
from app.models.assembled import AssembledDocument
from app.models.assignments import Assignment, AssignmentPlan, AssignmentState, PlanScope, PlanState
from app.models.base import Base
from app.models.calibration import CalibrationOutcome, CalibrationRun
from app.models.carry_overs import CarryOver
from app.models.certificates import Certificate, ServiceCertificate
from app.models.committee import CommitteeVote, ScheduledAnnouncement
from app.models.consensus import (
    ConsensusEntry,
    ConsensusEntryVersion,
    ConsensusOpinion,
    ConsensusRemark,
    ConsensusSheet,
    ConsensusState,
    Stance,
)
from app.models.cycles import Cycle, Extension, NumberConfirmation, PastWinner, Programme, Stage
from app.models.decisions import (
    Decision,
    FeedbackReport,
    FeedbackState,
    Proposal,
    ProposalState,
)
from app.models.ended_sessions import EndedSession
from app.models.evidence import Evidence, EvidenceLink, FileState, StoredFile
from app.models.exercises import CalibrationExercise, ExerciseEntry, ExerciseKey, ExerciseSheet
from app.models.gate_overrides import GateOverride
from app.models.improvement import ImprovementAction, ImprovementPlan, PlanFollowUp
from app.models.kept_papers import KeptPaper
from app.models.key_factors import KeyFactor
from app.models.leaks import LeakConfirmation
from app.models.ledger import Event, LedgerHead, LedgerSeal, PersonalValue
from app.models.letters import LetterNumber, LetterRegister
from app.models.likeness import LikenessIndex, TextComparison, TextMatch, TextPrint, TextSection
from app.models.mailings import Mailing, MailingProgramme, MailingRecipient
from app.models.message_wordings import MessageWording
from app.models.messages import Job, JobState, Message, MessageAttempt, MessageChoice
from app.models.people import (
    Advice,
    AssessorProfile,
    AssessorWish,
    Declaration,
    DeclaredInterest,
    Invitation,
    PastAgency,
    Person,
    RoleGrant,
    SavedView,
)
from app.models.questions import ProgrammeQuestion
from app.models.score_sheets import ScoreSheet, SheetEntry, SheetEntryVersion, SheetState
from app.models.screening import ReasonTemplate, ScreeningDecision, ScreeningFinding, ScreeningOutcome
from app.models.second_factors import RecoveryCode, SecondFactor
from app.models.teamwork import ColleagueComment, PartCare, Presence
from app.models.visits import Finding, SiteVisit, VisitFile, VisitParticipant, VisitPoint
from workflows.delivery import MessageState

__all__ = [
    "Advice",
    "Agency",
    "AgencyKind",
    "Answer",
    "AnswerVersion",
    "Appeal",
    "AppealFile",
    "Application",
    "AssembledDocument",
    "AssessorProfile",
    "AssessorWish",
    "Assignment",
    "AssignmentPlan",
    "AssignmentState",
    "Base",
    "CalibrationExercise",
    "CalibrationOutcome",
    "CalibrationRun",
    "CarryOver",
    "Certificate",
    "CoOwner",
    "ColleagueComment",
    "CommitteeVote",
    "ConsensusEntry",
    "ConsensusEntryVersion",
    "ConsensusOpinion",
    "ConsensusRemark",
    "ConsensusSheet",
    "ConsensusState",
    "Cycle",
    "Decision",
    "Declaration",
    "DeclaredInterest",
    "EndedSession",
    "Event",
    "Evidence",
    "EvidenceLink",
    "ExerciseEntry",
    "ExerciseKey",
    "ExerciseSheet",
    "Extension",
    "FeedbackReport",
    "FeedbackState",
    "FileState",
    "Finding",
    "GateOverride",
    "ImprovementAction",
    "ImprovementPlan",
    "Invitation",
    "Job",
    "JobState",
    "KeptPaper",
    "KeyFactor",
    "LeakConfirmation",
    "LedgerHead",
    "LedgerSeal",
    "LetterNumber",
    "LetterRegister",
    "LikenessIndex",
    "Mailing",
    "MailingProgramme",
    "MailingRecipient",
    "Message",
    "MessageAttempt",
    "MessageChoice",
    "MessageState",
    "MessageWording",
    "NumberConfirmation",
    "PartCare",
    "PastAgency",
    "PastWinner",
    "Person",
    "PersonalValue",
    "PlanFollowUp",
    "PlanScope",
    "PlanState",
    "Presence",
    "Programme",
    "ProgrammeQuestion",
    "Proposal",
    "ProposalState",
    "ReasonTemplate",
    "Receipt",
    "RecoveryCode",
    "RoleGrant",
    "SavedView",
    "ScheduledAnnouncement",
    "ScoreSheet",
    "ScreeningDecision",
    "ScreeningFinding",
    "ScreeningOutcome",
    "SecondFactor",
    "ServiceCertificate",
    "SheetEntry",
    "SheetEntryVersion",
    "SheetState",
    "SiteVisit",
    "Snapshot",
    "Stage",
    "Stance",
    "StoredFile",
    "TextComparison",
    "TextMatch",
    "TextPrint",
    "TextSection",
    "VisitFile",
    "VisitParticipant",
    "VisitPoint",
]
