"""Writing a mailing and choosing whom it goes to: until it is confirmed it is its writer's alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace

from app.clock import now
from app.extensions import db
from app.messages.kinds import INSTRUCTION, NOTICE
from app.models import Agency, AgencyKind, Mailing, Person, Programme
from app.permissions import Permission, is_allowed, may_anywhere
from app.queries.mailing_recipients import recipients_of
from app.queries.mailings import programmes_to_write_to, programmes_within
from app.thai import grapheme_count, normalise
from app.transaction import composed, lock, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken
from workflows.mailing import PLACES, Audience, MailingState, Owing
from workflows.message_texts import LONGEST_BODY, LONGEST_SUBJECT, text_obstacles

KINDS = (NOTICE, INSTRUCTION)


@dataclass(frozen=True)
class MailingText:
    """What a mailing says, and of which kind it is: one that people may turn off, or one that always comes."""

    kind: str
    subject_th: str
    body_th: str
    subject_en: str
    body_en: str

    def cleaned(self) -> MailingText:
        """Return the texts as pasted Thai needs, without space around them."""
        return MailingText(self.kind, *(normalise(text).strip() for text in astuple(self)[1:]))


@dataclass(frozen=True)
class RecipientChoice:
    """Whom a mailing goes to: people of these entries, as these audiences. Empty values leave nobody out."""

    programmes: Sequence[uuid.UUID] = ()
    audiences: Sequence[str] = ()
    entry_state: str = ""
    stage_code: str = ""
    ministry_id: uuid.UUID | None = None
    owing: str = ""


@composed
def mailing_text_obstacles(text: MailingText) -> list[Obstacle]:
    """Say what is wrong with the texts, each at its field."""
    against = []
    for language in ("th", "en"):
        for part, longest in (("subject", LONGEST_SUBJECT), ("body", LONGEST_BODY)):
            name = f"{part}_{language}"
            said = getattr(text, name)
            found = text_obstacles(part, said, known=PLACES, length=grapheme_count(said), longest=longest)
            against += [replace(each, field=name) for each in found]
    if text.kind not in KINDS:
        against.append(Obstacle("Choose one", field="kind"))
    return against


@transactional
def write_mailing(text: MailingText, *, actor: Person) -> Mailing:
    """Begin a mailing. It goes to nobody until somebody is chosen. Raises RuleBroken with every fault of the text."""
    if not may_anywhere(Permission.WRITE_MAILINGS, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    mailing = Mailing(written_by_id=actor.id, written_at=now())
    _take(mailing, text)
    db.session.add(mailing)
    db.session.flush()
    return mailing


@transactional
def reword_mailing(mailing: Mailing, text: MailingText, *, actor: Person) -> None:
    """Give a draft another text."""
    _take(_own_draft(mailing, actor), text)


def _take(mailing: Mailing, text: MailingText) -> None:
    text = text.cleaned()
    if against := mailing_text_obstacles(text):
        raise RuleBroken(against)
    mailing.kind = text.kind
    mailing.subject_th, mailing.body_th = text.subject_th, text.body_th
    mailing.subject_en, mailing.body_en = text.subject_en, text.body_en


@transactional
def choose_recipients(mailing: Mailing, choice: RecipientChoice, *, actor: Person) -> None:
    """Choose whom a draft goes to: without a programme and an audience it is nobody, and that is refused."""
    mailing = _own_draft(mailing, actor)
    programmes = [each for each in programmes_to_write_to(actor) if each.id in set(choice.programmes)]
    if against := _choice_obstacles(choice, programmes):
        raise RuleBroken(against)
    mailing.programmes = programmes
    mailing.audiences = [each.value for each in Audience if each.value in choice.audiences]
    mailing.entry_state, mailing.stage_code = choice.entry_state, choice.stage_code
    mailing.ministry_id, mailing.owing = choice.ministry_id, Owing(choice.owing)


def _choice_obstacles(choice: RecipientChoice, programmes: Sequence[Programme]) -> list[Obstacle]:
    against = []
    if not choice.programmes:
        against.append(Obstacle("Choose at least one programme", field="programmes"))
    elif len(programmes) != len(set(choice.programmes)):
        against.append(Obstacle("You may not write to people of one of these programmes", field="programmes"))
    against += _audience_obstacles(choice)
    if choice.entry_state and choice.entry_state not in set(ApplicationState):
        against.append(Obstacle("Choose one of the list", field="entry_state"))
    if choice.owing not in set(Owing):
        against.append(Obstacle("Choose one of the list", field="owing"))
    stages = {stage.code for programme in programmes for stage in programme.stages}
    if choice.stage_code and choice.stage_code not in stages:
        against.append(Obstacle("None of the chosen programmes has this round", field="stage_code"))
    if choice.ministry_id is not None and not _is_ministry(choice.ministry_id):
        against.append(Obstacle("Choose one of the list", field="ministry_id"))
    return against


def _audience_obstacles(choice: RecipientChoice) -> list[Obstacle]:
    if not choice.audiences or not set(choice.audiences) <= set(Audience):
        return [Obstacle("Choose who is written to", field="audiences")]
    if Audience.NOT_STARTED in choice.audiences and (choice.entry_state or choice.stage_code or choice.owing):
        why = "Agencies that have not started have no entry: leave state, round and what is owed open for them"
        return [Obstacle(why, field="audiences")]
    return []


def _is_ministry(key: uuid.UUID) -> bool:
    agency = db.session.get(Agency, key)
    return agency is not None and agency.kind is AgencyKind.MINISTRY


@transactional
def leave_out(mailing: Mailing, keys: Iterable[str], *, actor: Person) -> None:
    """Take recipients out of a draft by hand; they stay out whoever is chosen afterwards."""
    mailing = _own_draft(mailing, actor)
    known = {each.key for each in recipients_of(mailing, programmes_within(mailing, actor), at=now())}
    mailing.left_out = sorted({*mailing.left_out, *(known & set(keys))})


@transactional
def take_back_in(mailing: Mailing, keys: Iterable[str], *, actor: Person) -> None:
    """Let recipients be in again that were taken out by hand."""
    mailing = _own_draft(mailing, actor)
    mailing.left_out = sorted({*mailing.left_out} - {*keys})


@transactional
def discard_mailing(mailing: Mailing, *, actor: Person) -> None:
    """Throw a draft away."""
    mailing = _own_draft(mailing, actor)
    mailing.programmes = []
    db.session.flush()
    db.session.delete(mailing)


def _own_draft(mailing: Mailing, actor: Person) -> Mailing:
    mailing = lock(mailing)
    if mailing.written_by_id != actor.id or not may_anywhere(Permission.WRITE_MAILINGS, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if mailing.state is not MailingState.DRAFT:
        raise RuleBroken([Obstacle("This mailing was confirmed already")])
    return mailing


@composed
def may_send(mailing: Mailing, person: Person) -> bool:
    """Say whether the person may write to the people of all its programmes."""
    return bool(mailing.programmes) and all(
        is_allowed(Permission.WRITE_MAILINGS, programme, person) for programme in mailing.programmes
    )
