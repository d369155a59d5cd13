"""Two versions of a document beside each other, field by field, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission
from app.queries.versions import LAST_YEAR, PRESENT, Contents, Version, contents_of, parts_of_both, versions_of
from app.views.access import opens
from app.views.applicant import bp
from app.views.applicant.answer_view import ShownAnswer, shown_parts
from app.views.formatting import page_language, when
from workflows.document import Part, Question


@dataclass(frozen=True)
class Changed:
    """One question whose answer differs: as text in each version, and the files that came and went."""

    question: Question
    before: str
    after: str
    gone: tuple[str, ...]
    came: tuple[str, ...]


@bp.get("/applications/<uuid:application_id>/versions")
@opens(Application, Permission.WORK_TOGETHER)
def compare_versions(application: Application) -> ResponseReturnValue:
    """Compare what the address asks for; the last snapshot with the present where it asks for nothing."""
    known = versions_of(application)
    before = _asked("from", known, known[1] if len(known) > 1 else known[0])
    after = _asked("to", known, known[0])
    changed = _changed(application, before, after)
    return render_template(
        "applicant/compare_versions.html",
        application=application,
        known=[(each.key, version_name(each)) for each in known],
        before=before,
        after=after,
        names=(version_name(before), version_name(after)),
        parts=changed,
        count=sum(len(listed) for _part, listed in changed),
    )


def _asked(name: str, known: Sequence[Version], usual: Version) -> Version:
    wanted = request.args.get(name)
    if wanted is None:
        return usual
    found = next((each for each in known if each.key == wanted), None)
    return found or abort(404)


def version_name(version: Version) -> str:
    """Name a version in the page's language."""
    if version.key == PRESENT:
        return _("As it stands now")
    if version.cycle is not None:
        return _("Entry of %(cycle)s", cycle=version.cycle.title(page_language()))
    assert version.at is not None, "a snapshot has a time"
    return _("Version %(number)s, submitted %(at)s", number=version.number, at=when(version.at, "short_datetime"))


def _changed(application: Application, before: Version, after: Version) -> list[tuple[Part, list[Changed]]]:
    listed = parts_of_both(application, before, after)
    old, new = contents_of(application, before), contents_of(application, after)
    found = []
    shown = zip(shown_parts(listed, old.answers, {}), shown_parts(listed, new.answers, {}), strict=True)
    for one, other in shown:
        pairs = zip(one.answers, other.answers, strict=True)
        changes = [change for a, b in pairs if (change := _change(a, b, old, new, is_year=before.key == LAST_YEAR))]
        if changes:
            found.append((one.part, changes))
    return found


def _change(a: ShownAnswer, b: ShownAnswer, old: Contents, new: Contents, *, is_year: bool) -> Changed | None:
    """What differs at one question; last year's files are other rows of the same bytes and are not compared."""
    field = a.question.id
    had, has = old.files.get(field, ()), new.files.get(field, ())
    gone = () if is_year else tuple(name for name, sha in had if sha not in {each for _name, each in has})
    came = () if is_year else tuple(name for name, sha in has if sha not in {each for _name, each in had})
    before, after = _words(a), _words(b)
    return Changed(a.question, before, after, gone, came) if before != after or gone or came else None


def _words(answer: ShownAnswer) -> str:
    """An answer as running text; a table row by row."""
    if answer.rows:
        return "\n".join(" · ".join(cell for cell in row if cell) for row in answer.rows)
    return _("Yes") if answer.is_yes else answer.text
