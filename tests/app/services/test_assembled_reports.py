"""The Application Report as one document: made by the worker, with its evidence bound behind it, kept by its hash."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, AssembledDocument, Evidence, Job, JobState, Receipt
from app.services.applications import send_for_approval, submit_application
from app.services.assembled_reports import ASSEMBLE_JOB
from app.services.evidence import attach_file
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.quarantine import check_file, files_to_check
from app.services.rounds import move_on
from app.services.score_sheets import open_sheet
from app.services.screening import screen_automatically
from tests.app.reports.reading import absent_from
from tests.panels import pass_screening, seat_panel
from tests.sample_files import pdf
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState, Phase
from workflows.document.questions import ATTACHMENTS
from workflows.roles import Role

FILES = (("ar-1-file", "โครงสร้างองค์การ.pdf", pdf(3)), ("ar-2-file", "แผนที่ยุทธศาสตร์.pdf", pdf(2)))


def test_a_report_is_bound_with_its_evidence_and_given_to_those_who_may_read_it(
    world: World, client: FlaskClient
) -> None:
    application = world.fill(world.draft(world.programme_of("pmqa-category@2564")))
    editor, head = world.person(Role.COORDINATOR), world.person(Role.HEAD)
    (field, name, content), *others = FILES
    attach_file(application, ATTACHMENTS, BytesIO(content), name, actor=editor, received_at=now())
    _check_files()
    send_for_approval(application, actor=editor, received_at=now())
    submit_application(application, actor=head, received_at=now())
    pass_screening(world, application)
    assert (application.state, application.phase) == (ApplicationState.REPORT_DUE, Phase.REPORT)
    world.fill(application)
    for place, own_name, own in others:
        attach_file(application, place, BytesIO(own), own_name, actor=editor, received_at=now())
    _check_files()
    sign_in(client, editor)
    _carry_over(client, application, field, name)
    send_for_approval(application, actor=editor, received_at=now())
    receipt = submit_application(application, actor=head, received_at=now())
    address = f"/receipts/{receipt.id}/whole-report.pdf"
    assert client.get(address).status_code == 404
    assert "กำลังเข้าเล่ม" in client.get(f"/receipts/{receipt.id}").get_data(as_text=True)
    assert run_next_job(WORK)
    job, whole = db.session.query(Job).filter_by(kind=ASSEMBLE_JOB).one(), db.session.query(AssembledDocument).one()
    assert (job.state, job.result["sha256"], whole.merged) == (JobState.DONE, whole.sha256, 2)
    response = client.get(address)
    _check_document(response.data, whole.pages)
    _seat_and_read(world, client, receipt)
    job.state, job.finished_at = JobState.WAITING, None
    db.session.commit()
    assert run_next_job(WORK)
    assert [each.sha256 for each in db.session.query(AssembledDocument)] == [whole.sha256]


def _check_files() -> None:
    for evidence in files_to_check():
        check_file(evidence)
    db.session.expire_all()


def _carry_over(client: FlaskClient, application: Application, field: str, name: str) -> None:
    """Choose for the report a file that came with the entry."""
    evidence = db.session.query(Evidence).filter_by(application_id=application.id, file_name=name).one()
    address = f"/applications/{application.id}/parts/{field.removesuffix('-file')}"
    page = client.get(address).get_data(as_text=True)
    assert (f'name="link/{field}"' in page, f'<option value="{evidence.id}">' in page) == (True, True)
    client.post(address, data={f"link/{field}": str(evidence.id), "then": "stay"})
    db.session.expire_all()
    assert sorted(link.field for link in evidence.links) == sorted([ATTACHMENTS, field])


def _check_document(content: bytes, pages: int) -> None:
    with pikepdf.open(BytesIO(content)) as bound, bound.open_outline() as outline:
        evidence = outline.root[-1]
        assert (len(bound.pages), evidence.title) == (pages, "หลักฐานประกอบรายงาน")
        assert [each.title for each in evidence.children] == [f"{n}. {f[1]}" for n, f in enumerate(FILES, start=1)]
        assert bound.trailer["/ID"] is not None
        tail = [page.mediabox[2] == bound.pages[0].mediabox[2] for page in list(bound.pages)[-7:]]
    assert absent_from(content, ["สารบัญ", "หลักฐานที่ 1 จาก 2", "หลักฐานที่ 2 จาก 2"]) == []
    assert tail == [True, False, False, False, True, False, False]


def _seat_and_read(world: World, client: FlaskClient, receipt: Receipt) -> None:
    application = receipt.application
    screen_automatically(application)
    move_on(application)
    seat, other = seat_panel(world, application)[:2]
    sheet = open_sheet(seat, actor=seat.assessor)
    for person, status in ((seat.assessor, 200), (other.assessor, 404), (world.person(Role.JUDGE), 404)):
        sign_in(client, person)
        assert client.get(f"/sheets/{sheet.id}/whole-report.pdf").status_code == status
    sign_in(client, world.person(Role.COORDINATOR, world.university))
    assert client.get(f"/receipts/{receipt.id}/whole-report.pdf").status_code == 404
