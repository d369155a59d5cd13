"""The screening report for a sub-commission: counts, every application with its result, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.table_heads import table_heads
from app.reports.wording import Text, award_year, count, day, instant
from app.thai import in_bangkok


@dataclass(frozen=True)
class ScreenedEntry:
    """One application; `findings` are sentences, `decisions` say each decision with its reason, person and time."""

    code: str
    title: str
    agency: str
    result: str
    findings: tuple[str, ...]
    decisions: tuple[ToldDecision, ...]


@dataclass(frozen=True)
class ToldDecision:
    """One decision in words."""

    outcome: str
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class ScreeningPaper:
    """One programme's report in the language it is wanted in."""

    programme: str
    cycle_year_be: int
    issuer: str
    code: str
    counts: tuple[tuple[str, int], ...]
    entries: tuple[ScreenedEntry, ...]
    printed_at: datetime


_KIND = Text(th="รายงานผลการตรวจกลั่นกรองเอกสาร", en="Report on the screening of documents")
_FOR = Text(th="เสนอคณะอนุกรรมการ", en="For the sub-commission")
_LABELS = {
    "programme": Text(th="ประเภทรางวัล", en="Award type"),
    "cycle": Text(th="รอบปี", en="Cycle"),
    "entries": Text(th="ใบสมัครที่ส่งแล้ว", en="Applications handed in"),
    "as_of": Text(th="ข้อมูล ณ วันที่", en="As of"),
}
_HEADINGS = {
    "counts_heading": Text(th="สรุปผล", en="Summary"),
    "results_heading": Text(th="ผลรายใบสมัคร", en="Result of every application"),
    "details_heading": Text(th="ข้อค้นพบและเหตุผล", en="Findings and reasons"),
    "signatures_heading": Text(th="ลงนาม", en="Signatures"),
    "findings_label": Text(th="ข้อค้นพบ", en="Findings"),
}
_NOTHING = Text(th="ยังไม่มีใบสมัครที่ส่งในประเภทรางวัลนี้", en="No application was handed in for this award type yet.")
_COUNT_COLUMNS = (Text(th="ผล", en="Result"), Text(th="จำนวน", en="Number"))
_TOTAL = Text(th="รวม", en="Total")
_RESULT_COLUMNS = (
    Text(th="ลำดับ", en="No."),
    Text(th="เลขที่", en="Application"),
    Text(th="ผลงานและหน่วยงาน", en="Entry and agency"),
    Text(th="ผลและผู้ตัดสิน", en="Result and who decided"),
)
_DECIDED = Text(th="%(person)s · %(when)s", en="%(person)s · %(when)s")
_SIGN_HERE = (
    Text(th="ผู้จัดทำรายงาน", en="Prepared by"),
    Text(th="เลขานุการคณะอนุกรรมการ", en="Secretary of the sub-commission"),
)
_SIGN_DATE = Text(th="วันที่", en="Date")


def render_screening_report(document: ScreeningPaper, language: str) -> bytes:
    """Return the report as a PDF, dated when it was printed."""
    return Manuscript("screening_report", _contents(document, language), document.printed_at).typeset()


def _contents(document: ScreeningPaper, language: str) -> dict[str, object]:
    total = sum(number for _name, number in document.counts)
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.code,
            subject=document.programme,
            issued_at=document.printed_at,
        ),
        **{name: heading.in_language(language) for name, heading in _HEADINGS.items()},
        "for": _FOR.in_language(language),
        "nothing": _NOTHING.in_language(language),
        "facts": _facts(document, language),
        "count_columns": table_heads(_COUNT_COLUMNS, language, wide=(0,), numbers=(1,)),
        "counts": [[name, count(number)] for name, number in document.counts]
        + [[_TOTAL.in_language(language), count(total)]],
        "result_columns": table_heads(_RESULT_COLUMNS, language, wide=(2,), numbers=(0,)),
        "results": [
            [count(number), each.code, f"{each.title}\n{each.agency}", _result(each, language)]
            for number, each in enumerate(document.entries, start=1)
        ],
        "details": [_detail(each, language) for each in document.entries if _is_to_explain(each)],
        "sign_here": [line.in_language(language) for line in _SIGN_HERE],
        "sign_date": _SIGN_DATE.in_language(language),
    }


def _facts(document: ScreeningPaper, language: str) -> list[dict[str, object]]:
    values = {
        "programme": document.programme,
        "cycle": award_year(document.cycle_year_be, language),
        "entries": count(len(document.entries)),
        "as_of": instant(document.printed_at, language),
    }
    return [
        {"label": _LABELS[name].in_language(language), "value": value, "code": False} for name, value in values.items()
    ]


def _result(entry: ScreenedEntry, language: str) -> str:
    """The result, with who decided and on which day."""
    if not entry.decisions:
        return entry.result
    last = entry.decisions[-1]
    return f"{entry.result}\n{last.decided_by}\n{day(in_bangkok(last.decided_at).date(), language)}"


def _is_to_explain(entry: ScreenedEntry) -> bool:
    """Say whether there is more to tell than the table does."""
    return bool(entry.findings) or any(each.reason for each in entry.decisions)


def _detail(entry: ScreenedEntry, language: str) -> dict[str, object]:
    return {
        "title": f"{entry.code} {entry.title}",
        "result": entry.result,
        "findings": list(entry.findings),
        "decisions": [
            {
                "outcome": each.outcome,
                "reason": each.reason,
                "signed": _DECIDED.in_language(
                    language, person=each.decided_by, when=instant(each.decided_at, language)
                ),
            }
            for each in entry.decisions
        ],
    }
