"""What an agency fills in: forms of sections, sections of fields, every field with its kind and its limits."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field as Limit

from rubrics.provenance import Sourced
from rubrics.strict import AtLeastOne, Count, Fault, Flag, Identifier, Strict, Text


class FieldKind(StrEnum):
    """What sort of answer a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    URL = "url"
    AGENCY = "agency"
    AGENCY_LIST = "agency_list"
    CONTACT = "contact"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MEASURES = "measures"
    FILE = "file"


FileType = Literal["pdf", "jpg", "png", "zip_of_pdf"]


class FileRule(Strict):
    """How many files, of which types and sizes (megabytes, pages each); `min` above 0 makes a file required."""

    min: Count = 0
    max: AtLeastOne
    types: tuple[FileType, ...] = Limit(min_length=1)
    max_mb: AtLeastOne
    max_pages: AtLeastOne | None = None

    def faults(self) -> Iterator[Fault]:
        """The least number of files cannot be above the most."""
        if self.min > self.max:
            yield Fault(("min",), "more files are required than allowed")


class Choice(NamedTuple):
    """One answer of a choice field."""

    code: Identifier
    title: Text


class ListedChoice(Strict):
    """An entry of a named choice list; its description helps whoever chooses."""

    code: Identifier
    title: Text
    description: Text | None = None


class Column(Strict):
    """One column of a measures table."""

    id: Identifier
    title: Text


_ONLY_FOR: dict[str, frozenset[FieldKind]] = {
    "max_graphemes": frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT}),
    "max_words": frozenset({FieldKind.LONG_TEXT}),
    "max_pages": frozenset({FieldKind.LONG_TEXT}),
    "choices": frozenset({FieldKind.CHOICE}),
    "choices_from": frozenset({FieldKind.CHOICE}),
    "max_choices": frozenset({FieldKind.CHOICE}),
    "columns": frozenset({FieldKind.MEASURES}),
    "min_rows": frozenset({FieldKind.MEASURES}),
    "max_rows": frozenset({FieldKind.MEASURES}),
    "file": frozenset({FieldKind.FILE}),
}
_OWES: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.TEXT: ("max_graphemes",),
    FieldKind.LONG_TEXT: ("max_graphemes",),
    FieldKind.CHOICE: ("max_choices",),
    FieldKind.MEASURES: ("columns", "min_rows", "max_rows"),
    FieldKind.FILE: ("file",),
}


class Field(Sourced):
    """One question with its kind and limits; text limits count grapheme clusters."""

    id: Identifier
    kind: FieldKind
    title: Text
    help: Text | None = None
    required: Flag
    public_if_awarded: Flag = False
    bind: tuple[Identifier, ...] = ()
    max_graphemes: AtLeastOne | None = None
    max_words: AtLeastOne | None = None
    max_pages: AtLeastOne | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: Identifier | None = None
    max_choices: AtLeastOne | None = None
    columns: tuple[Column, ...] = ()
    min_rows: Count | None = None
    max_rows: AtLeastOne | None = None
    file: FileRule | None = None
    maps_to: tuple[Identifier, ...] = ()

    def offer(self, listed: tuple[Choice, ...]) -> None:
        """Take the choices of the list this field names; called once, while the rubric is put together."""
        object.__setattr__(self, "choices", listed)

    def faults(self) -> Iterator[Fault]:
        """Yield limits that do not belong to the kind, and those the kind owes."""
        given: dict[str, Any] = {name: getattr(self, name) for name in _ONLY_FOR}
        for name, kinds in _ONLY_FOR.items():
            if given[name] not in (None, ()) and self.kind not in kinds:
                yield Fault((name,), f"a field of kind {self.kind} has no '{name}'")
        for name in _OWES.get(self.kind, ()):
            if given[name] in (None, ()):
                yield Fault((), f"a field of kind {self.kind} needs '{name}'")
        if self.kind is FieldKind.CHOICE:
            yield from self._choice_faults()
        if self.min_rows is not None and self.max_rows is not None and self.min_rows > self.max_rows:
            yield Fault(("min_rows",), "more rows are required than allowed")

    def _choice_faults(self) -> Iterator[Fault]:
        if bool(self.choices) == (self.choices_from is not None):
            yield Fault((), "a choice field has either 'choices' or 'choices_from'")
        if self.choices and self.max_choices is not None and self.max_choices > len(self.choices):
            yield Fault(("max_choices",), "more choices are allowed than there are")
        codes = [choice.code for choice in self.choices]
        if len(set(codes)) != len(codes):
            yield Fault(("choices",), "a choice is listed twice")


class Section(Sourced):
    """A part of a form with its fields, and the criteria its answers feed."""

    id: Identifier
    group: Identifier | None = None
    title: Text
    help: Text | None = None
    bind: tuple[Identifier, ...] = ()
    fields: Annotated[tuple[Field, ...], Limit(min_length=1)]

    @property
    def required(self) -> bool:
        """Tell whether anything in this section must be filled in."""
        return any(field.required for field in self.fields)

    @property
    def public_if_awarded(self) -> bool:
        """Tell whether anything in this section is published with a winning entry."""
        return any(field.public_if_awarded for field in self.fields)


class AttachmentRule(Sourced):
    """What may be attached to a form as a whole."""

    max_files: AtLeastOne
    types: tuple[FileType, ...] = Limit(min_length=1)
    max_mb_each: AtLeastOne
    video_links_max: Count = 0
    reference_letters_max: Count = 0
    note: Text | None = None


class Form(Sourced):
    """The sections of an entry or of a report, in order, with the limits of the whole."""

    note: Text | None = None
    sections: tuple[Section, ...] = Limit(min_length=1)
    attachments: AttachmentRule | None = None
    total_max_graphemes: AtLeastOne | None = None
    total_max_pages: AtLeastOne | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return every field of the form in order."""
        return tuple(field for section in self.sections for field in section.fields)


ENTRY_HEAD = "entry-head"
"""The section every entry form starts with: who enters what, since when, and whom to ask."""
