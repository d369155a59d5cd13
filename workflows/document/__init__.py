"""The document an agency fills in: its parts, its questions, and what is still missing."""

from workflows.document.gaps import Gap, document_gaps, section_gaps
from workflows.document.questions import Part, Question, QuestionKind, parts, questions

__all__ = ["Gap", "Part", "Question", "QuestionKind", "document_gaps", "parts", "questions", "section_gaps"]
