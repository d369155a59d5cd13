"""The versions of an application's documents: what was handed in, what stands now, what was said the year before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.models import Application, Cycle, Snapshot
from app.queries.applicant_document import Document, PartStanding
from app.queries.application_content import Content, content_of
from app.queries.criteria import rubric_of
from app.queries.last_year import predecessor_of, said_then
from workflows.application import ApplicationState as S
from workflows.application import Phase
from workflows.document import Part, parts
from workflows.document.gaps import is_blank

PRESENT, LAST_YEAR = "now", "last-year"


@dataclass(frozen=True)
class Version:
    """One version that can be compared: its key in addresses, its snapshot's number and time where it has one."""

    key: str
    phase: Phase
    number: int | None = None
    at: datetime | None = None
    cycle: Cycle | None = None


@dataclass(frozen=True)
class Contents:
    """What one version says: answers by field, and the names and hashes of each field's files."""

    answers: Mapping[str, Any]
    files: Mapping[str, tuple[tuple[str, str], ...]]


def versions_of(application: Application) -> list[Version]:
    """Return every version, newest first: the present one, the snapshots, and the entry of an earlier cycle."""
    snapshots = sorted(application.snapshots, key=lambda snapshot: snapshot.number, reverse=True)
    found = [Version(PRESENT, application.phase)]
    found += [Version(str(each.number), each.phase, each.number, each.taken_at) for each in snapshots]
    before = predecessor_of(application)
    if before is not None:
        found.append(Version(LAST_YEAR, Phase.ENTRY, cycle=before.programme.cycle))
    return found


def contents_of(application: Application, version: Version) -> Contents:
    """Read what a version says."""
    if version.key == LAST_YEAR:
        source = predecessor_of(application)
        assert source is not None, "the version is offered only where there is one"
        return Contents(said_then(source).answers, {})
    if version.key == PRESENT:
        return _present(content_of(application))
    snapshot = next(each for each in application.snapshots if each.number == version.number)
    return _frozen(snapshot)


def unchanged_parts(document: Document) -> tuple[PartStanding, ...]:
    """Return the parts a return named that still say what was handed in before; none once it is handed in again."""
    application = document.application
    came_from = application.resumes_as if application.state is S.AWAITING_APPROVAL else application.state
    before = max(
        (each for each in application.snapshots if each.phase is application.phase),
        key=lambda snapshot: snapshot.number,
        default=None,
    )
    if came_from is not S.RETURNED or before is None:
        return ()
    then, now = _frozen(before), _present(document.content)
    named = [each for each in document.standings if each.part.id in application.returned_sections]
    return tuple(each for each in named if _says(each.part, then) == _says(each.part, now))


def _says(part: Part, contents: Contents) -> list[tuple[Any, Sequence[tuple[str, str]]]]:
    """What one version says in a part; an answer taken out again is as one never given."""
    answers, files = contents.answers, contents.files
    return [
        (None if is_blank(answers.get(each.id)) else answers[each.id], sorted(files.get(each.id, ())))
        for each in part.questions
    ]


def _present(content: Content) -> Contents:
    files = {field: tuple((each.file_name, each.sha256) for each in listed) for field, listed in content.files.items()}
    return Contents(content.answers, files)


def _frozen(snapshot: Snapshot) -> Contents:
    frozen = json.loads(snapshot.content)
    files = {
        field: tuple((each["name"], each["sha256"]) for each in listed) for field, listed in frozen["files"].items()
    }
    return Contents(frozen["answers"], files)


def parts_of_both(application: Application, one: Version, other: Version) -> Sequence[Part]:
    """Return the parts two versions are compared by: of one document, or of both where they are of different ones."""
    rubric = rubric_of(application.programme)
    phases = [phase for phase in Phase if phase in (one.phase, other.phase)]
    return [part for phase in phases for part in parts(rubric, phase)]
