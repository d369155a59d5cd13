"""The record of a committee's decisions: who was there, what was decided of each entry, by which two signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.table_heads import table_heads
from app.reports.wording import Text, award_year, count, day, figure, grouped_hash, instant, total


@dataclass(frozen=True)
class Member:
    """Someone of the committee and in which capacity; `recused_from` are the entries they took no part in, by code."""

    name: str
    capacity: str
    is_present: bool
    recused_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecidedEntry:
    """What was decided of one entry. `quorum` is how many members took part without recusal.

    `votes` are those for it, against it and abstentions; all 0 where the two signatures alone confirmed it.
    """

    application_code: str
    title: str
    agency: str
    outcome: str
    score: Decimal | None
    maximum: Decimal
    reason: str
    quorum: int
    present: tuple[str, ...]
    recused: tuple[str, ...]
    votes: tuple[int, int, int]
    reasons: tuple[str, ...]
    proposed_by: str
    confirmed_by: str
    decided_at: datetime


@dataclass(frozen=True)
class DecisionMinutes:
    """One meeting's record, in the language it is wanted in."""

    committee: str
    meeting: str
    held_on: date
    place: str
    programme: str
    cycle_year_be: int
    issuer: str
    code: str
    members: tuple[Member, ...]
    minutes: str
    entries: tuple[DecidedEntry, ...]
    event_number: int
    ledger_head: str
    printed_at: datetime
    letter_number: str = ""
    is_announced: bool = False


_KIND = Text(th="บันทึกมติคณะกรรมการ", en="Record of the committee's decisions")
_CONFIDENTIAL = Text(th="เอกสารลับจนกว่าจะประกาศผล", en="Confidential until the results are announced")
_LABELS = {
    "letter": Text(th="เลขที่หนังสือ", en="Letter number"),
    "meeting": Text(th="การประชุม", en="Meeting"),
    "held": Text(th="วันที่ประชุม", en="Held on"),
    "place": Text(th="สถานที่", en="Place"),
    "programme": Text(th="ประเภทรางวัล", en="Award type"),
    "cycle": Text(th="รอบปี", en="Cycle"),
    "present": Text(th="ผู้เข้าประชุม", en="Present"),
    "event": Text(th="บันทึกเหตุการณ์ลำดับที่", en="Event number"),
    "head": Text(th="รหัสบันทึกเหตุการณ์ (SHA-256)", en="Ledger head (SHA-256)"),
}
_PRESENT_OF = Text(th="%(present)s จาก %(all)s คน", en="%(present)s of %(all)s")
_AND_ASIDE = Text(
    th="%(present)s (ถอนตัวจากการพิจารณา %(aside)s คน ไม่นับเป็นผู้เข้าประชุม)",
    en="%(present)s (%(aside)s recused, not counted as present)",
)
_HEADINGS = {
    "members_heading": Text(th="รายชื่อกรรมการ", en="Members"),
    "minutes_heading": Text(th="สรุปการประชุม", en="Minutes"),
    "decisions_heading": Text(th="มติ", en="Decisions"),
    "details_heading": Text(th="เหตุผลของมติ", en="Reasons"),
    "signatures_heading": Text(th="ลงนามรับรอง", en="Signatures"),
}
_MEMBER_COLUMNS = (
    Text(th="ชื่อ", en="Name"),
    Text(th="ตำแหน่งในคณะกรรมการ", en="Capacity"),
    Text(th="การเข้าประชุม", en="Attendance"),
)
_ATTENDED = Text(th="เข้าประชุม", en="Present")
_ABSENT = Text(th="ไม่เข้าประชุม", en="Absent")
_STOOD_ASIDE = Text(th="ถอนตัวจากการพิจารณา", en="Recused")
_ASIDE_FOR_SOME = Text(th="%(attendance)s ถอนตัวจากการพิจารณา %(codes)s", en="%(attendance)s, recused from %(codes)s")
_DECISION_COLUMNS = (
    Text(th="เลขที่", en="Application"),
    Text(th="ผลงานและหน่วยงาน", en="Entry and agency"),
    Text(th="คะแนน", en="Score"),
    Text(th="มติ", en="Decision"),
)
_QUORUM = Text(th="องค์ประชุม %(quorum)s คน", en="Quorum %(quorum)s")
_PRESENT = Text(th="ผู้เข้าประชุม: %(names)s", en="Present: %(names)s")
_VOTES = Text(
    th="เห็นชอบ %(agreed)s ไม่เห็นชอบ %(against)s งดออกเสียง %(abstained)s",
    en="For %(agreed)s, against %(against)s, abstained %(abstained)s",
)
_RECUSED = Text(th="ถอนตัวจากการพิจารณา: %(names)s", en="Recused: %(names)s")
_SIGNED = Text(
    th="เสนอโดย %(proposed)s รับรองโดย %(confirmed)s", en="Proposed by %(proposed)s, confirmed by %(confirmed)s"
)
_SIGN_HERE = (Text(th="ประธานกรรมการ", en="Chair"), Text(th="เลขานุการ", en="Secretary"))
_SIGN_DATE = Text(th="วันที่", en="Date")


def render_decision_minutes(document: DecisionMinutes, language: str) -> bytes:
    """Return the record as a PDF, dated when it was printed."""
    return Manuscript("decision_minutes", _contents(document, language), document.printed_at).typeset()


def _contents(document: DecisionMinutes, language: str) -> dict[str, object]:
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.code,
            subject=document.committee,
            issued_at=document.printed_at,
        ),
        **{name: heading.in_language(language) for name, heading in _HEADINGS.items()},
        "confidential": "" if document.is_announced else _CONFIDENTIAL.in_language(language),
        "facts": _facts(document, language),
        "member_columns": table_heads(_MEMBER_COLUMNS, language, wide=(0, 1)),
        "members": [[one.name, one.capacity, _attendance(one, document, language)] for one in document.members],
        "minutes": document.minutes,
        "decision_columns": table_heads(_DECISION_COLUMNS, language, wide=(1, 3), numbers=(2,)),
        "decisions": [_decision_row(entry) for entry in document.entries],
        "details": [_detail(entry, language) for entry in document.entries],
        "sign_here": [line.in_language(language) for line in _SIGN_HERE],
        "sign_date": _SIGN_DATE.in_language(language),
    }


def _is_aside(member: Member, document: DecisionMinutes) -> bool:
    """They took part in nothing of what this paper records, wherever they were."""
    return bool(document.entries) and len(member.recused_from) == len(document.entries)


def _attendance(member: Member, document: DecisionMinutes, language: str) -> str:
    if _is_aside(member, document):
        return _STOOD_ASIDE.in_language(language)
    attendance = (_ATTENDED if member.is_present else _ABSENT).in_language(language)
    if not member.recused_from:
        return attendance
    return _ASIDE_FOR_SOME.in_language(language, attendance=attendance, codes=", ".join(member.recused_from))


def _present(document: DecisionMinutes, language: str) -> str:
    """How many of all were there; whoever stood aside throughout is told apart from those who were absent."""
    aside = sum(_is_aside(member, document) for member in document.members)
    present = sum(member.is_present and not _is_aside(member, document) for member in document.members)
    of_all = _PRESENT_OF.in_language(language, present=count(present), all=count(len(document.members)))
    return _AND_ASIDE.in_language(language, present=of_all, aside=count(aside)) if aside else of_all


def _facts(document: DecisionMinutes, language: str) -> list[dict[str, object]]:
    values = {
        "letter": document.letter_number,
        "meeting": document.meeting,
        "held": day(document.held_on, language),
        "place": document.place,
        "programme": document.programme,
        "cycle": award_year(document.cycle_year_be, language),
        "present": _present(document, language) if document.members else "",
        "event": count(document.event_number),
        "head": grouped_hash(document.ledger_head),
    }
    labels = {name: label.in_language(language) for name, label in _LABELS.items()}
    return [{"label": labels[name], "value": value, "code": name == "head"} for name, value in values.items() if value]


def _decision_row(entry: DecidedEntry) -> list[str]:
    named = entry.title if entry.title == entry.agency else f"{entry.title}\n{entry.agency}"
    return [entry.application_code, named, _score(entry), entry.outcome]


def _score(entry: DecidedEntry) -> str:
    return f"{total(entry.score)} / {figure(entry.maximum)}"


def _detail(entry: DecidedEntry, language: str) -> dict[str, object]:
    facts = [_QUORUM.in_language(language, quorum=count(entry.quorum))]
    if any(entry.votes):
        agreed, against, abstained = map(count, entry.votes)
        facts.append(_VOTES.in_language(language, agreed=agreed, against=against, abstained=abstained))
    if entry.recused:
        facts.append(_RECUSED.in_language(language, names=", ".join(entry.recused)))
    facts.append(instant(entry.decided_at, language))
    present = [_PRESENT.in_language(language, names=", ".join(entry.present))] if entry.present else []
    return {
        "title": f"{entry.application_code} {entry.title}",
        "outcome": entry.outcome,
        "reason": entry.reason,
        "facts": "\n".join([" · ".join(facts), *present, *entry.reasons]),
        "signed": _SIGNED.in_language(language, proposed=entry.proposed_by, confirmed=entry.confirmed_by),
    }
