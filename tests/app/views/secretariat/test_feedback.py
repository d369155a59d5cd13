"""Feedback reports: written with a version, refused while they tell too much, approved together, previewed."""

from __future__ import annotations

import uuid

from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Agency, Application, Event, FeedbackReport, FeedbackState
from app.queries.feedback_leaks import leaks_among
from app.services.feedback import draft_feedback
from tests.before_committee import agreed_by_panel
from tests.panels import assessor
from tests.released import released
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.leaks import without_title
from workflows.roles import Role

SUMMARY = "หน่วยงานมีผลลัพธ์ต่อเนื่อง ควรเทียบกับหน่วยงานอื่น"


def decided(application: Application) -> Application:
    application.state, application.award, application.decided_at = ApplicationState.DECIDED, "good", now()
    db.session.commit()
    return application


def drafted(world: World, agency: Agency | None = None) -> FeedbackReport:
    return draft_feedback(decided(world.submitted(agency=agency)))


def typed(report: FeedbackReport, **changes: str) -> dict[str, str]:
    return {"summary": SUMMARY, "next_steps": "", "version": str(report.version), **changes}


def test_a_report_is_written_and_approved(world: World, client: FlaskClient) -> None:
    report = drafted(world)
    sign_in(client, world.officer)
    path = f"/office/feedback/{report.id}"
    data = typed(report, **{"strengths-d1": "มีข้อมูลผู้รับบริการ\n\nวิเคราะห์ปัญหาตรงจุด", "next_steps": "ตั้งเป้าหมาย"})
    assert client.post(path, data=data).status_code == 302
    saved = db.session.get_one(FeedbackReport, report.id, populate_existing=True)
    assert saved.content["categories"][0]["strengths"] == ["มีข้อมูลผู้รับบริการ", "วิเคราะห์ปัญหาตรงจุด"]
    assert (saved.content["summary"], saved.content["next_steps"]) == (SUMMARY, ["ตั้งเป้าหมาย"])
    assert client.post(path, data={**data, "version": str(saved.version), "then": "approve"}).status_code == 302
    assert db.session.get_one(FeedbackReport, report.id, populate_existing=True).state is FeedbackState.APPROVED


def test_whoever_saves_second_keeps_their_text_and_changes_nothing(world: World, client: FlaskClient) -> None:
    report = drafted(world)
    sign_in(client, world.officer)
    path = f"/office/feedback/{report.id}"
    first = typed(report, summary="ฉบับแรก")
    assert client.post(path, data=first).status_code == 302
    response = client.post(path, data={**first, "summary": "ฉบับที่สอง"})
    assert response.status_code == 409
    assert "ฉบับที่สอง" in response.get_data(as_text=True)
    saved = db.session.get_one(FeedbackReport, report.id, populate_existing=True)
    assert saved.content["summary"] == "ฉบับแรก"


def test_a_report_that_names_an_assessor_is_saved_but_not_approved(world: World, client: FlaskClient) -> None:
    report = draft_feedback(decided(agreed_by_panel(world)))
    name = assessor(world, 1).name_th
    sign_in(client, world.officer)
    path = f"/office/feedback/{report.id}"
    response = client.post(path, data=typed(report, summary=f"{name} เห็นว่าดี", then="approve"))
    assert response.status_code == 409
    page = response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")
    assert f"ข้อความระบุชื่อผู้ตรวจ: {name}" in page
    saved = db.session.get_one(FeedbackReport, report.id, populate_existing=True)
    assert (saved.state, saved.content["summary"]) == (FeedbackState.DRAFT, f"{name} เห็นว่าดี")


def test_chosen_reports_are_looked_through_and_approved_together(world: World, client: FlaskClient) -> None:
    first, second = drafted(world), drafted(world, world.other_agency)
    sign_in(client, world.officer)
    for report in (first, second):
        client.post(f"/office/feedback/{report.id}", data=typed(report, **{"strengths-d1": "++ วัดก่อนและหลัง"}))
    page = client.get(f"/office/feedback/approvals?report={first.id}&report={second.id}&report=none")
    assert ("สำคัญมาก" in page.text, "++" in page.text) == (True, False), "marks are shown as what they say"
    shown = [f"{report.id}:{version(report)}" for report in (first, second)]
    assert [pair in page.get_data(as_text=True) for pair in shown] == [True, True]
    assert client.post("/office/feedback/approvals", data={"report": shown}).status_code == 302
    assert states() == {first.id: FeedbackState.APPROVED, second.id: FeedbackState.APPROVED}


def test_none_is_approved_where_one_changed_or_is_not_ready(world: World, client: FlaskClient) -> None:
    first, second, empty = (drafted(world, each) for each in (world.agency, world.other_agency, world.university))
    sign_in(client, world.officer)
    for report in (first, second):
        client.post(f"/office/feedback/{report.id}", data=typed(report))
    looked_at = [f"{report.id}:{version(report)}" for report in (first, second)]
    client.post(f"/office/feedback/{second.id}", data=typed(second, summary="ใหม่", version=str(version(second))))
    for chosen in (looked_at, [looked_at[0], f"{empty.id}:1"], [looked_at[0], f"{uuid.uuid4()}:1"]):
        response = client.post("/office/feedback/approvals", data={"report": chosen})
        assert (response.status_code, "error-summary" in response.get_data(as_text=True)) == (409, True)
    page = client.get(f"/office/feedback/approvals?report={empty.id}").get_data(as_text=True)
    assert f"{empty.id}:1" not in page
    assert set(states().values()) == {FeedbackState.DRAFT}


def states() -> dict[uuid.UUID, FeedbackState]:
    return {each.id: each.state for each in db.session.query(FeedbackReport).populate_existing()}


def version(report: FeedbackReport) -> int:
    return db.session.get_one(FeedbackReport, report.id, populate_existing=True).version


def test_a_hit_stands_with_a_reason_until_its_line_changes(world: World, client: FlaskClient) -> None:
    report = draft_feedback(decided(agreed_by_panel(world)))
    name = without_title(assessor(world, 1).name_th)
    sign_in(client, world.officer)
    path = f"/office/feedback/{report.id}"
    client.post(path, data=typed(report, summary=f"{name} เห็นว่าดี"))
    (leak,) = leaks_among([db.session.get_one(FeedbackReport, report.id)])[report.id].open
    assert client.post(f"{path}/let-stand", data={"key": leak.key, "reason": " "}).status_code == 409
    assert client.post(f"{path}/let-stand", data={"key": "none", "reason": "ก"}).status_code == 409
    assert client.post(f"{path}/let-stand", data={"key": leak.key, "reason": "เป็นชื่อสถานที่"}).status_code == 302
    assert "เป็นชื่อสถานที่" in client.get(path).get_data(as_text=True)
    changed = typed(report, summary=f"{name} เห็นว่าดีมาก", version=str(version(report)), then="approve")
    assert client.post(path, data=changed).status_code == 409
    kept = typed(report, summary=f"{name} เห็นว่าดี", version=str(version(report)), then="approve")
    assert client.post(path, data=kept).status_code == 302
    assert states() == {report.id: FeedbackState.APPROVED}


def test_what_waits_to_be_written_and_released_stands_before_what_was_released(
    world: World, client: FlaskClient
) -> None:
    reports = [released(world.submitted()), drafted(world, world.other_agency), drafted(world, world.university)]
    approver = world.officer.id
    reports[1].approved_at, reports[1].approved_by_id, reports[1].state = now(), approver, FeedbackState.APPROVED
    db.session.commit()
    codes = [report.application.code for report in reports]
    sign_in(client, world.officer)
    page = client.get("/office/feedback").text
    assert sorted(codes, key=page.index) == [codes[2], codes[1], codes[0]]


def test_an_officer_finds_no_link_on_the_agencys_pages_that_only_the_agency_may_open(
    world: World, client: FlaskClient
) -> None:
    application = released(world.submitted()).application
    coordinator = world.person(Role.COORDINATOR)
    found = {}
    for person in (world.officer, coordinator):
        sign_in(client, person)
        for page in ("", "/timeline"):
            shown = client.get(f"/applications/{application.id}{page}").text
            links = ('href="/applications"', f'href="/applications/{application.id}/feedback"')
            found[person.email, page] = [link in shown.split("<main", 1)[1] for link in links]
    assert [found[world.officer.email, page] for page in ("", "/timeline")] == [[False, False]] * 2
    assert [found[coordinator.email, page] for page in ("", "/timeline")] == [[True, True]] * 2


def test_staff_see_when_the_agency_first_opened_its_report(world: World, client: FlaskClient) -> None:
    report = released(world.submitted())
    sign_in(client, world.officer)
    assert "หน่วยงานยังไม่ได้เปิด" in plain(client.get("/office/feedback").get_data(as_text=True))
    sign_in(client, world.person(Role.COORDINATOR))
    for _again in range(2):
        client.get(f"/applications/{report.application_id}/feedback")
    assert db.session.query(Event).filter_by(kind="feedback_opened").count() == 1
    sign_in(client, world.officer)
    for page in ("/office/feedback", f"/office/feedback/{report.id}"):
        assert "หน่วยงานเปิดครั้งแรก" in plain(client.get(page).get_data(as_text=True))


def plain(page: str) -> str:
    return page.replace("\u2060", "").replace("\u00a0", " ")


def test_an_approved_report_can_be_opened_again_before_its_release(world: World, client: FlaskClient) -> None:
    report = drafted(world)
    sign_in(client, world.officer)
    client.post(f"/office/feedback/{report.id}", data=typed(report, then="approve"))
    page = client.get(f"/office/feedback/{report.id}").get_data(as_text=True)
    assert 'name="summary"' not in page
    assert client.post(f"/office/feedback/{report.id}/reopening").status_code == 302
    assert client.post(f"/office/feedback/{report.id}/reopening").status_code == 409
    assert db.session.get_one(FeedbackReport, report.id, populate_existing=True).state is FeedbackState.DRAFT


def test_the_preview_is_the_agencys_pdf(world: World, client: FlaskClient) -> None:
    report = draft_feedback(decided(agreed_by_panel(world)))
    sign_in(client, world.officer)
    response = client.get(f"/office/feedback/{report.id}/preview.pdf")
    assert (response.status_code, response.data[:5]) == (200, b"%PDF-")


def test_the_queue_is_filtered_by_programme_and_state(world: World, client: FlaskClient) -> None:
    report = drafted(world)
    sign_in(client, world.officer)
    queries = {
        f"?programme={world.programme.id}": True,
        "?programme=none": False,
        "?state=draft": True,
        "?state=released": False,
    }
    found = {
        query: str(report.id) in client.get(f"/office/feedback{query}").get_data(as_text=True) for query in queries
    }
    assert found == queries


def test_more_reports_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            drafted(world, agency)
        with count_statements() as statements:
            assert client.get("/office/feedback").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_only_officers_of_the_branch_read_drafts(world: World, client: FlaskClient) -> None:
    report = drafted(world)
    for person in (
        world.person(Role.HEAD),
        world.person(Role.JUDGE),
        world.person(Role.OFFICER, number=2, branch="PG"),
    ):
        sign_in(client, person)
        assert client.get(f"/office/feedback/{report.id}").status_code == 404
        assert client.get(f"/office/feedback/{report.id}/preview.pdf").status_code == 404
        assert client.post(f"/office/feedback/{report.id}", data=typed(report)).status_code == 404
