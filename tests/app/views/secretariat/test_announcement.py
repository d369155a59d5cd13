"""Before the announcement: everything that becomes known is listed, and only a POST makes it known."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from app.clock import BANGKOK, frozen_at, now
from app.extensions import db
from app.models import Application, Certificate, Message, ScheduledAnnouncement
from app.queries.announcement_preview import announcement_preview, seal_of
from app.services.announcement_times import carry_out
from app.tasks.announcements import carry_out_due
from app.thai import thai_date
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.application import ApplicationState
from workflows.roles import Role


def decide(application: Application, award: str) -> Application:
    application.state, application.award, application.decided_at = ApplicationState.DECIDED, award, now()
    db.session.commit()
    return application


def test_the_preview_parts_winners_from_those_whose_agencies_alone_learn(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    other = decide(world.submitted(agency=world.other_agency), "none")
    sign_in(client, world.officer)
    page = client.get(f"/office/programmes/{world.programme.id}/announcement").get_data(as_text=True)
    public, private = page.split('id="others-heading"')
    assert (winner.code in public, other.code in public) == (True, False)
    assert (winner.code in private, other.code in private) == (False, True)
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED


def test_the_announcement_is_made_by_confirming_the_preview(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/announcement"
    seen = {"seen": seal_of(world.programme)}
    assert client.post(path, data=seen).status_code == 302
    assert db.session.get_one(Application, winner.id).state is ApplicationState.ANNOUNCED
    assert client.post(path, data=seen).status_code == 409
    day = thai_date(now().astimezone(BANGKOK).date(), "th", "long")
    page = client.get(path).get_data(as_text=True).replace("\u2060", "").replace("\N{NO-BREAK SPACE}", " ")
    assert f"ประกาศเมื่อ {day}" in page


def test_results_that_changed_after_the_preview_opened_are_not_announced(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    seen = {"seen": seal_of(world.programme)}
    decide(winner, "outstanding")
    path = f"/office/programmes/{world.programme.id}/announcement"
    assert [client.post(path, data=data).status_code for data in (seen, {})] == [409, 409]
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED


def test_the_preview_warns_of_entries_still_on_their_way_and_of_entries_still_open(
    world: World, client: FlaskClient, clock: Clock
) -> None:
    decide(world.submitted(), "good")
    draft = world.draft(agency=world.other_agency)
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/announcement"
    assert dict(announcement_preview(world.programme, at=now()).undecided) == {"draft": 1}
    assert "lr-note--gold" in client.get(path).get_data(as_text=True)
    clock.is_now(CLOSES)
    clock.advance(days=1)
    assert dict(announcement_preview(draft.programme, at=now()).undecided) == {}, "what lapsed is not announced later"
    assert "lr-note--gold" not in client.get(path).get_data(as_text=True)


def test_a_day_on_which_offices_are_closed_is_asked_about_first(world: World, client: FlaskClient) -> None:
    decide(world.submitted(), "good")
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/announcement/time"
    sunday = {"due_at": "1/1/2590 09.00", "seen": seal_of(world.programme)}
    asked = client.post(path, data=sunday)
    assert (asked.status_code, 'name="despite_day_off"' in asked.get_data(as_text=True)) == (422, True)
    assert db.session.query(ScheduledAnnouncement).count() == 0
    assert client.post(path, data=sunday | {"despite_day_off": "y"}).status_code == 302


def test_more_winners_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            decide(world.submitted(agency=agency), "good")
        with count_statements() as statements:
            client.get(f"/office/programmes/{world.programme.id}/announcement")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_nobody_but_an_officer_sees_results_before_they_are_announced(world: World, client: FlaskClient) -> None:
    decide(world.submitted(), "good")
    path = f"/office/programmes/{world.programme.id}/announcement"
    for role in (Role.HEAD, Role.JUDGE, Role.AUDITOR):
        sign_in(client, world.person(role))
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


def test_results_are_announced_at_the_set_time_once_and_not_before(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    set_time(world, client)
    assert client.post(f"/office/programmes/{world.programme.id}/announcement").status_code == 409
    carry_out_due.run()
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED
    scheduled = db.session.query(ScheduledAnnouncement).one()
    with frozen_at(scheduled.due_at + timedelta(minutes=1)):
        carry_out_due.run()
        carry_out(scheduled)
    assert db.session.get_one(Application, winner.id).state is ApplicationState.ANNOUNCED
    assert db.session.query(Certificate).count() == 1
    assert db.session.query(ScheduledAnnouncement).one().carried_out_at is not None


def test_a_set_time_is_taken_back_and_nothing_is_announced(world: World, client: FlaskClient) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    set_time(world, client)
    path = f"/office/programmes/{world.programme.id}/announcement/time/end"
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 409
    with frozen_at(now() + timedelta(days=3)):
        carry_out_due.run()
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED


def test_results_that_changed_since_are_not_announced_and_the_officers_are_told(
    world: World, client: FlaskClient
) -> None:
    winner = decide(world.submitted(), "good")
    sign_in(client, world.officer)
    set_time(world, client)
    decide(winner, "outstanding")
    with frozen_at(now() + timedelta(days=3)):
        carry_out_due.run()
    assert db.session.get_one(Application, winner.id).state is ApplicationState.DECIDED
    assert db.session.query(Message).filter_by(kind="announcement_stopped").count() == 1
    page = client.get(f"/office/programmes/{world.programme.id}/announcement").get_data(as_text=True)
    assert "lr-note--stop" in page


def test_a_time_that_cannot_be_set_is_refused_at_its_field(world: World, client: FlaskClient) -> None:
    decide(world.submitted(), "good")
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/announcement"
    for due, status in (("", 422), ("พรุ่งนี้", 422), ("1/1/2560 09.00", 409)):
        data = {"due_at": due, "despite_day_off": "y", "seen": seal_of(world.programme)}
        response = client.post(f"{path}/time", data=data)
        assert (response.status_code, "govuk-input--error" in response.get_data(as_text=True)) == (status, True)
    far = {"due_at": "1/1/2590 09.00", "despite_day_off": "y", "seen": "what somebody else saw"}
    assert client.post(f"{path}/time", data=far).status_code == 409
    assert db.session.query(ScheduledAnnouncement).count() == 0


def set_time(world: World, client: FlaskClient) -> None:
    day = thai_date((now() + timedelta(days=1)).astimezone(BANGKOK).date(), "th", "long")
    path = f"/office/programmes/{world.programme.id}/announcement/time"
    data = {"due_at": f"{day} 16.30", "despite_day_off": "y", "seen": seal_of(world.programme)}
    response = client.post(path, data=data)
    assert response.status_code == 302
