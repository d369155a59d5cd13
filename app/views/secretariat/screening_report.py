"""The screening report of a programme: its counts on a page, the whole as PDF or workbook for the sub-commission."""

from __future__ import annotations

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import gettext as _

from app.models import Programme, ScreeningDecision, ScreeningOutcome
from app.permissions import Permission
from app.queries.screening_report import NotMet, Result, ScreenedRow, ScreeningReport, screening_report
from app.reports import screening_report as paper
from app.reports.screening_report import render_screening_report
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.services.exports import SCREENING, record_export
from app.thai import in_bangkok
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.secretariat import bp

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/office/programmes/<uuid:programme_id>/screening-report")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_screening_report(programme: Programme) -> ResponseReturnValue:
    """Show how many came to which result, and offer the whole report."""
    report = screening_report(programme)
    return render_template(
        "secretariat/show_screening_report.html", programme=programme, report=report, names=_result_names()
    )


@bp.post("/office/programmes/<uuid:programme_id>/screening-report")
@opens(Programme, Permission.VIEW_PROGRAMME)
def download_screening_report(programme: Programme) -> ResponseReturnValue:
    """Give the report as a PDF, or as a workbook where that is asked for; taking it is on record."""
    report, language = screening_report(programme), page_language()
    code = f"SCR-{programme.branch}-{programme.type_code}-{programme.cycle.year_be}".upper()
    is_workbook = request.form.get("format") == "xlsx"
    content = _workbook(report, language) if is_workbook else render_screening_report(_paper(report, code), language)
    record_export(SCREENING, rows=len(report.rows), searched=f"programme={programme.id}", actor=current_actor())
    response = Response(content, mimetype=_XLSX if is_workbook else "application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{code}.{'xlsx' if is_workbook else 'pdf'}")
    return response


def _result_names() -> dict[Result, str]:
    return {
        Result.PASSED: _("Passed screening"),
        Result.RETURNED: _("Returned for correction"),
        Result.SCREENED_OUT: _("Ended at screening"),
        Result.WAITING: _("Not decided yet"),
        Result.GONE: _("Withdrawn or disqualified"),
    }


def _outcome_names() -> dict[ScreeningOutcome, str]:
    return {
        ScreeningOutcome.PASS: _("Passed screening"),
        ScreeningOutcome.RETURN: _("Returned for correction"),
        ScreeningOutcome.SCREEN_OUT: _("Ended at screening"),
    }


def _paper(report: ScreeningReport, code: str) -> paper.ScreeningPaper:
    language, names = page_language(), _result_names()
    return paper.ScreeningPaper(
        programme=report.programme.title(language),
        cycle_year_be=report.programme.cycle.year_be,
        issuer=_("Office of the Public Sector Development Commission"),
        code=code,
        counts=tuple((names[result], number) for result, number in report.counts.items()),
        entries=tuple(_entry(row, language) for row in report.rows),
        printed_at=g.received_at,
    )


def _entry(row: ScreenedRow, language: str) -> paper.ScreenedEntry:
    application = row.application
    return paper.ScreenedEntry(
        code=application.code,
        title=application.title(language) or application.agency.name(language),
        agency=application.agency.name(language),
        result=_result_names()[row.result],
        findings=tuple(_findings(row, language)),
        decisions=tuple(
            paper.ToldDecision(
                _outcome_names()[each.outcome], each.reason, each.decided_by.name(language), each.decided_at
            )
            for each in row.decisions
        ),
    )


def _findings(row: ScreenedRow, language: str) -> list[str]:
    said = [_not_met(each, language) for each in row.not_met]
    if row.alike:
        said.append(
            ngettext(
                "Text in common with %(num)s application of another agency",
                "Text in common with %(num)s applications of other agencies",
                row.alike,
            )
        )
    return said


def _not_met(each: NotMet, language: str) -> str:
    text = each.check.text.in_language(language)
    why = gettext(each.finding.detail) % each.finding.params if each.finding.detail else ""
    told = f"{text} ({why})" if why else text
    return told if each.finding.is_blocking else f"{told} – {_('a warning only')}"


def _workbook(report: ScreeningReport, language: str) -> bytes:
    names = _result_names()
    summary = SheetTable(
        _("Summary"),
        (SheetColumn(_("Result")), SheetColumn(_("Number"), CellKind.WHOLE)),
        [(names[result], number) for result, number in report.counts.items()],
    )
    columns = (
        SheetColumn(_("Code")),
        SheetColumn(_("Title")),
        SheetColumn(_("Agency")),
        SheetColumn(_("Handed in"), CellKind.INSTANT),
        SheetColumn(_("Result")),
        SheetColumn(_("Findings")),
        SheetColumn(_("Times returned"), CellKind.WHOLE),
        SheetColumn(_("Reason")),
        SheetColumn(_("Decided by")),
        SheetColumn(_("Decided on"), CellKind.INSTANT),
    )
    rows = [_cells(row, names, language) for row in report.rows]
    return write_workbook([summary, SheetTable(_("Applications"), columns, rows)], language=language)


def _cells(row: ScreenedRow, names: dict[Result, str], language: str) -> list[CellValue]:
    application, last = row.application, _last(row)
    return [
        application.code,
        application.title(language) or application.agency.name(language),
        application.agency.name(language),
        in_bangkok(application.submitted_at) if application.submitted_at else None,
        names[row.result],
        "\n".join(_findings(row, language)),
        sum(each.outcome is ScreeningOutcome.RETURN for each in row.decisions),
        last.reason if last else "",
        last.decided_by.name(language) if last else "",
        in_bangkok(last.decided_at) if last else None,
    ]


def _last(row: ScreenedRow) -> ScreeningDecision | None:
    return row.decisions[-1] if row.decisions else None
