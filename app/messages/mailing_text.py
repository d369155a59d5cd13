"""What a mailing says to one recipient: its text with the places filled from the person and their entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import force_locale, gettext

from app.messages.deadline_names import deadline_name
from app.messages.shown_values import shown_value
from app.models import Mailing
from app.queries.criteria import rubric_of
from app.queries.mailing_facts import EntryFacts, RecipientFacts
from workflows.deadlines import Deadline
from workflows.message_texts import filled

LISTS_OF_ENTRIES = {True: "/applications", False: "/assessments"}


def mailing_text(mailing: Mailing, facts: RecipientFacts, language: str) -> tuple[str, str]:
    """Return subject and body as this recipient would read them in this language."""
    subject, body = mailing.text(language)
    values = _values(facts, language)
    return " ".join(filled(subject, values).split()), filled(body, values)


def link_for(facts: RecipientFacts) -> str:
    """Return where it leads: to the one entry or the one programme to enter, or to the list of those they work on."""
    entries = [each.application for each in facts.entries if each.application is not None]
    if not entries and len(facts.programmes) == 1:
        return f"/programmes/{facts.programmes[0].id}/eligibility"
    if facts.is_of_team and entries and len(facts.entries) == 1:
        return f"/applications/{entries[0].id}"
    return LISTS_OF_ENTRIES[facts.is_of_team]


def _values(facts: RecipientFacts, language: str) -> Mapping[str, str]:
    """Every place has a value; where a recipient is in for several entries, it names all of them."""
    with force_locale(language):
        return {
            "name": facts.person.name(language),
            "agency": _each(entry.agency.name(language) for entry in facts.entries),
            "title": _each(_title(entry, language) for entry in facts.entries),
            "code": _each(entry.code or gettext("no entry yet") for entry in facts.entries),
            "programme": _each(programme.title(language) for programme in facts.programmes),
            "cycle": _each(programme.cycle.title(language) for programme in facts.programmes),
            "deadline": deadline_name(Deadline.ENTRY),  # for what follows is when entries close
            "closes": _each(shown_value(programme.closes_at, language) for programme in facts.programmes),
            "due": shown_value(facts.due, language) if facts.due else gettext("no deadline"),
            "entries": "\n".join(_line(entry, language) for entry in facts.entries),
        }


def _each(values: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(values))


def _title(entry: EntryFacts, language: str) -> str:
    """A self-assessment has no title of its own and goes by its agency."""
    application = entry.application
    if application is None:
        return gettext("no entry yet")
    if title := application.title(language):
        return title
    is_named_later = rubric_of(application.programme).has_field("title_th")
    return gettext("no title yet") if is_named_later else application.agency.name(language)


def _line(entry: EntryFacts, language: str) -> str:
    if entry.application is None:
        said = {"agency": entry.agency.name(language), "programme": entry.programme.title(language)}
        return gettext(
            "- %(agency)s, %(programme)s: no entry yet (due: %(due)s)", due=shown_value(entry.due, language), **said
        )
    said = {"code": entry.code, "title": _title(entry, language)}
    if entry.due is None:
        return gettext("- %(code)s %(title)s", **said)
    return gettext("- %(code)s %(title)s (due: %(due)s)", due=shown_value(entry.due, language), **said)
