"""The pages of a calibration exercise say how the trial went, whether or not live work depends on it."""

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.queries.criteria import rubric_of
from app.services.exercises import open_trial_sheet, save_trial, submit_trial
from tests.exercises import KEY, opened, tried
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.world import World

WITHIN, FURTHER, ALONE = "ต่างจากเฉลยไม่เกินที่กำหนด", "ต่างจากเฉลยมากกว่าที่ประเภทรางวัลนี้กำหนด", "เฉลยและเหตุผลจะแสดงเมื่อท่านส่งแล้ว"


def plain(page: str) -> str:
    return page.replace("\u2060", "").replace("\u00a0", " ")


@pytest.mark.parametrize(("given", "said", "not_said"), [(KEY, WITHIN, FURTHER), ("0", FURTHER, WITHIN)])
def test_a_trial_far_from_the_key_is_not_called_near_where_it_is_advice_only(
    world: World, client: FlaskClient, given: str, said: str, not_said: str
) -> None:
    trial = tried(opened(world.programme, world.officer), assessor(world, 1), given)
    sign_in(client, trial.assessor)
    page = plain(client.get(f"/exercises/trials/{trial.id}").text)
    assert said in page
    assert not_said not in page


def test_the_promise_of_the_key_ends_with_the_submission(world: World, client: FlaskClient) -> None:
    exercise = opened(world.programme, world.officer)
    pages = []
    for number, submit in ((1, False), (2, True)):
        trial = tried(exercise, assessor(world, number), KEY, submit=submit)
        sign_in(client, trial.assessor)
        pages.append(plain(client.get(f"/exercises/trials/{trial.id}/nodes/d1.1").text))
    assert [ALONE in page for page in pages] == [True, False]


def test_a_browser_keeps_what_was_typed_until_the_trial_has_it(world: World, client: FlaskClient) -> None:
    trial = open_trial_sheet(opened(world.programme, world.officer), actor=assessor(world, 1))
    sign_in(client, trial.assessor)
    here = f"/exercises/trials/{trial.id}/nodes/d1.1"
    kept_there, unsaved = f'data-keep-url="{here}" data-owner="{trial.assessor_id}"', " data-unsaved>"
    before, refused = client.get(here).text, client.post(here, data={"percent": "77"}).text
    assert [(kept_there in page, unsaved in page, 'data-version="0"' in page) for page in (before, refused)] == [
        (True, False, True),
        (True, True, True),
    ]
    client.post(here, data={"percent": KEY})
    saved = int(now().timestamp() * 1000)
    assert f'data-version="{saved}"' in client.get(here).text
    for leaf in rubric_of(world.programme).leaves:
        save_trial(trial, leaf.id, {"percent": KEY}, actor=trial.assessor)
    submit_trial(trial, actor=trial.assessor)
    assert "data-keep-url" not in client.get(here).text
