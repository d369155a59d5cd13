"""An assessor's own profile: topics, wishes and past agencies, which weigh in the next plan."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import AssessorWish
from app.queries.assignment_problem import problem_of
from tests.panels import assessor, pass_screening
from tests.sign_in import sign_in
from tests.world import World
from workflows.assignment.expertise import Wish

PAGE = "/assessments/profile"


def test_what_an_assessor_says_weighs_in_the_next_plan(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    person = assessor(world, 1)
    stage, pair = application.stage, (str(application.id), str(person.id))
    assert stage is not None and person.assessor_profile is not None
    person.assessor_profile.topics = ["imported"]
    db.session.commit()
    sign_in(client, person)
    assert client.get(PAGE).status_code == 200
    values = []
    for topics, wish in (([], "can"), (["service_innovation"], "can"), (["service_innovation", "department"], "want")):
        data = {"topics": topics, f"wish-{world.programme.id}": wish}
        assert client.post(PAGE, data=data).status_code == 302
        values.append(int(problem_of(stage).expertise[pair]))
    assert values == [1, 3, 7]
    assert person.assessor_profile.topics == ["imported", "department", "service_innovation"]
    assert [each.wish for each in db.session.query(AssessorWish)] == [Wish.WANT]
    page = client.get(PAGE).get_data(as_text=True)
    assert 'value="want" checked' in page


def test_what_is_not_offered_is_refused(world: World, client: FlaskClient) -> None:
    person = assessor(world, 1)
    sign_in(client, person)
    data = {"topics": ["nonsense"], f"wish-{world.programme.id}": "can"}
    assert client.post(PAGE, data=data).status_code == 422
    assert client.post(PAGE, data={f"wish-{world.programme.id}": "must"}).status_code == 422
    assert db.session.query(AssessorWish).count() == 0


def test_a_past_agency_keeps_its_entries_away(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    pass_screening(world, application)
    person = assessor(world, 1)
    assert application.stage is not None
    sign_in(client, person)
    where = f"{PAGE}/past-agencies"
    ahead = client.post(where, data={"agency": "dex1", "until": "1/1/2600"})
    assert ahead.status_code == 422
    for nobody in ("", "กรมที่ไม่มี"):
        assert client.post(where, data={"agency": nobody, "until": "31/12/2568"}).status_code == 422
    assert (
        client.post(where, data={"agency": f"{world.agency.name_th} (dex1)", "until": "31/12/2568"}).status_code == 302
    )
    assert (str(application.id), str(person.id)) in problem_of(application.stage).conflicts
    again = client.post(where, data={"agency": f"{world.agency.name_th} (dex1)", "until": "31/12/2568"})
    assert again.status_code == 422
