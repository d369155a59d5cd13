"""How kinds of stages are called where an assessor's service is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.models import ServiceCertificate
from app.queries.letters import number_of
from app.reports import service_certificate as paper
from app.reports.wording import Text
from app.views.full_address import full_address
from rubrics.stages import StageKind
from workflows.certificate import written_code

_STAGES = {
    StageKind.INDEPENDENT: Text(th="ประเมินเอกสาร", en="Assessment of documents"),
    StageKind.SELF: Text(th="ตรวจรับรองแบบประเมินตนเอง", en="Certification of self-assessments"),
    StageKind.APPLICATION_REPORT: Text(th="ประเมินรายงานผลการดำเนินการ", en="Assessment of Application Reports"),
}


def served(certificate: ServiceCertificate) -> list[paper.Served]:
    """Return what a certificate of service states, as it was frozen."""
    return [_served(each) for each in certificate.service]


def _served(row: dict[str, Any]) -> paper.Served:
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    return paper.Served(_STAGES[StageKind(row["kind"])], row["applications"], row["sheets"], first, last)


def service_paper(certificate: ServiceCertificate) -> paper.ServiceCertificate:
    """Return what the PDF of a certificate of service says."""
    return paper.ServiceCertificate(
        name_th=certificate.assessor.name_th,
        name_en=certificate.assessor.name_en or certificate.assessor.name_th,
        cycle_year_be=certificate.cycle.year_be,
        served=served(certificate),
        issued_at=certificate.issued_at,
        code=written_code(certificate.code),
        address=full_address("public.check_certificate"),
        letter_number=number_of(certificate),
    )
