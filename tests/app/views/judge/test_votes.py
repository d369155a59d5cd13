"""Votes, attendance and decisions that are opened again."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, CommitteeVote, Decision, Event, Proposal
from app.services.decisions import confirm_decision, propose_decision
from app.services.interests import declare_interest
from app.services.reopening import propose_reopening
from app.services.voting import cast_vote
from tests.announced import announce
from tests.app.reports.reading import absent_from
from tests.before_committee import PRESENT, agreed_by_panel, put_before_committee
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role
from workflows.voting import Choice


def proposed(world: World, application: Application) -> tuple[Proposal, list[str]]:
    """A decision to vote on, with three judges present."""
    judges = [world.person(Role.JUDGE, number=number) for number in (1, 2, 3)]
    proposal = propose_decision(
        application,
        "none",
        reason="",
        attended=[str(each.id) for each in judges],
        guests=PRESENT[:2],
        recused=[],
        minutes="",
        actor=judges[0],
    )
    return proposal, [each.email for each in judges]


def test_the_quorum_is_who_was_there_without_who_stands_aside(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    judge, aside = world.person(Role.JUDGE), world.person(Role.JUDGE, number=2)
    declare_interest(actor=aside, reason="พี่สาวทำงานในกรมนี้", application=application)
    sign_in(client, judge)
    path = f"/committee/applications/{application.id}/decision"
    data = {
        "outcome": "none",
        "reason": "ก",
        "attended": [str(judge.id), str(aside.id)],
        "guests": "\n".join([PRESENT[0], PRESENT[0]]),
    }
    response = client.post(path, data=data)
    assert (response.status_code, db.session.query(Proposal).count()) == (409, 0)
    assert 'id="attended-error"' in response.get_data(as_text=True)
    client.post(path, data=data | {"guests": "\n".join(PRESENT[:2])})
    assert db.session.query(Proposal).one().payload["quorum"] == 3


def test_members_who_were_there_vote_and_change_their_vote_until_it_is_signed(
    world: World, client: FlaskClient
) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    path = f"/committee/proposals/{proposal.id}"
    judges = [world.person(Role.JUDGE, number=number) for number in (1, 2, 3)]
    for judge, choice in zip(judges, ("for", "against", "against"), strict=True):
        sign_in(client, judge)
        assert client.post(f"{path}/vote", data={"choice": choice, "reason": "ข้อมูลไม่ครบ"}).status_code == 302
    assert client.post(f"{path}/vote", data={"choice": "abstain", "reason": " "}).status_code == 409
    assert client.post(f"{path}/vote", data={"choice": "perhaps"}).status_code == 422
    assert client.post(f"{path}/confirmation").status_code == 409
    client.post(f"{path}/vote", data={"choice": "for"})
    assert sorted(each.choice.value for each in db.session.query(CommitteeVote)) == ["against", "for", "for"]
    assert client.post(f"{path}/confirmation").status_code == 302
    decision = db.session.query(Decision).one()
    assert sorted(vote["choice"] for vote in decision.votes) == ["against", "for", "for"]
    assert client.post(f"{path}/vote", data={"choice": "for"}).status_code == 409


def test_whoever_was_not_there_or_stands_aside_has_no_vote(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    path = f"/committee/proposals/{proposal.id}/vote"
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.post(path, data={"choice": "for"}).status_code == 409
    sign_in(client, world.officer)
    assert client.post(path, data={"choice": "for"}).status_code == 404
    aside = world.person(Role.JUDGE, number=3)
    declare_interest(actor=aside, reason="พี่สาวทำงานในกรมนี้", application=application)
    sign_in(client, aside)
    assert client.post(path, data={"choice": "for"}).status_code == 404
    assert db.session.query(CommitteeVote).count() == 0


def test_whoever_is_recused_after_the_proposal_is_counted_no_more(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    path, aside = f"/committee/proposals/{proposal.id}", world.person(Role.JUDGE, number=3)
    cast_vote(proposal, Choice.FOR, reason="", actor=world.person(Role.JUDGE, number=2))
    cast_vote(proposal, Choice.AGAINST, reason="ข้อมูลไม่ครบ", actor=aside)
    sign_in(client, world.person(Role.DIRECTOR))
    client.post("/language", data={"language": "en"})
    assert counted_on(client, path) == ("5 members", "–", True)
    declare_interest(actor=aside, reason="พี่สาวเพิ่งย้ายมา", application=application)
    assert counted_on(client, path) == ("4 members", aside.name_en, True)
    assert "ข้อมูลไม่ครบ" not in client.get(path).text
    assert client.post(f"{path}/confirmation").status_code == 302
    decision = db.session.query(Decision).one()
    assert (decision.quorum, decision.recused) == (4, [str(aside.id)])
    assert [vote["member"] for vote in decision.votes] == [str(world.person(Role.JUDGE, number=2).id)]
    assert counted_on(client, path) == ("4 members", aside.name_en, False)


def test_a_recusal_that_leaves_too_few_stops_the_signing_and_the_page_says_so(
    world: World, client: FlaskClient
) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    path = f"/committee/proposals/{proposal.id}"
    for number in (2, 3):
        declare_interest(actor=world.person(Role.JUDGE, number=number), reason="ญาติ", application=application)
    declare_interest(actor=world.person(Role.JUDGE), reason="ญาติ", application=application)
    sign_in(client, world.person(Role.DIRECTOR))
    client.post("/language", data={"language": "en"})
    said = "The quorum is 3 members; 2 are present and do not stand aside"
    page = client.get(path).text
    assert (said in page, f'action="{path}/confirmation"' in page, f'action="{path}/refusal"' in page) == (
        True,
        False,
        True,
    )
    refused = client.post(f"{path}/confirmation")
    assert (refused.status_code, refused.text.count(said)) == (409, 1)
    assert db.session.query(Decision).count() == 0
    assert client.post(f"{path}/refusal").status_code == 302


def test_what_somebody_proposed_who_was_recused_since_is_refused_and_proposed_anew(
    world: World, client: FlaskClient
) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    path, said = f"/committee/proposals/{proposal.id}", "Whoever proposed this has been recused since"
    sign_in(client, world.person(Role.JUDGE, number=2))
    client.post("/language", data={"language": "en"})
    before = client.get(path).text
    assert (said in before, f'action="{path}/confirmation"' in before) == (False, True)
    assert "You may sign" in client.get("/committee/proposals").text
    declare_interest(actor=world.person(Role.JUDGE), reason="พี่สาวเพิ่งย้ายมา", application=application)
    listed = client.get("/committee/proposals").text
    assert ("You may sign" in listed, "It cannot be signed after a recusal" in listed) == (False, True)
    page = client.get(path).text
    shown = [f'action="{path}/{act}"' in page for act in ("confirmation", "vote", "refusal")]
    assert (said in page, shown) == (True, [False, False, True])
    refused = client.post(f"{path}/confirmation")
    assert (refused.status_code, refused.text.count(said), db.session.query(Decision).count()) == (409, 1, 0)
    assert client.post(f"{path}/refusal").status_code == 302
    propose_decision(
        application,
        "none",
        reason="",
        attended=[],
        guests=PRESENT,
        recused=[],
        minutes="",
        actor=world.person(Role.JUDGE, number=2),
    )


def test_an_auditor_reads_a_proposal_and_signs_none(world: World, client: FlaskClient) -> None:
    proposal, _emails = proposed(world, put_before_committee(world))
    path = f"/committee/proposals/{proposal.id}"
    sign_in(client, world.person(Role.AUDITOR))
    assert path in client.get("/committee/proposals").text
    page = client.get(path)
    assert (page.status_code, f'action="{path}' in page.text) == (200, False)
    assert client.post(f"{path}/confirmation").status_code == 404


def test_opening_a_decision_again_is_not_signed_where_its_proposer_was_recused_since(
    world: World, client: FlaskClient
) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    judge = world.person(Role.JUDGE)
    again = propose_reopening(application, reason="พบเอกสารใหม่", actor=judge)
    declare_interest(actor=judge, reason="พี่สาวเพิ่งย้ายมา", application=application)
    sign_in(client, world.person(Role.JUDGE, number=2))
    path = f"/committee/proposals/{again.id}"
    assert f'action="{path}/confirmation"' not in client.get(path).text
    assert client.post(f"{path}/confirmation").status_code == 409
    assert db.session.get_one(Application, application.id).state is ApplicationState.DECIDED


def counted_on(client: FlaskClient, path: str) -> tuple[str, str, bool]:
    """What the page of a proposal says: how many count, who stands aside, and whether it can be signed."""
    page = client.get(path).text
    counted, aside = (
        re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", page).group(1) for label in ("Counted for the quorum", "Recused")
    )
    return counted, aside, f'action="{path}/confirmation"' in page


def test_the_minutes_list_who_was_there_and_how_they_voted(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    sign_in(client, world.person(Role.JUDGE))
    client.post(f"/committee/proposals/{proposal.id}/vote", data={"choice": "for"})
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    client.post("/language", data={"language": "en"})
    paper = client.get(f"/committee/programmes/{world.programme.id}/minutes.pdf").data
    secret = "Confidential until the results are announced"
    assert absent_from(paper, ["For 1, against 0, abstained 0", "5 of 6", secret, *PRESENT[:2]]) == []
    announce(application, "outstanding")
    for told in (f"programmes/{world.programme.id}/minutes.pdf", f"applications/{application.id}/decision.pdf"):
        assert absent_from(client.get(f"/committee/{told}").data, [secret]) == [secret]


def test_a_decision_is_opened_again_by_two_and_stays_on_record(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    proposal, _emails = proposed(world, application)
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    sign_in(client, world.person(Role.JUDGE))
    path = f"/committee/applications/{application.id}/reopening"
    assert client.post(path, data={"reason": "พบเอกสารใหม่"}).status_code == 302
    again = db.session.query(Proposal).filter_by(act="reopen_decision").one()
    assert client.post(f"/committee/proposals/{again.id}/confirmation").status_code == 409
    assert db.session.get_one(Application, application.id).state is ApplicationState.DECIDED
    sign_in(client, world.person(Role.JUDGE, number=2))
    assert client.post(f"/committee/proposals/{again.id}/confirmation").status_code == 302
    application = db.session.get_one(Application, application.id)
    assert (application.state, application.award) == (ApplicationState.COMMITTEE, None)
    assert db.session.query(Decision).one().reopened_because == "พบเอกสารใหม่"
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.seq)][-3:]
    assert kinds == ["reopen_decision_proposed", "reopen_decision_confirmed", "reopen_decision"]
    second, _emails = proposed(world, application)
    confirm_decision(second, actor=world.person(Role.DIRECTOR))
    assert [each.reopened_at is None for each in db.session.query(Decision).order_by(Decision.decided_at)] == [
        False,
        True,
    ]


def test_nothing_announced_or_undecided_is_opened_again(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    sign_in(client, world.person(Role.DIRECTOR))
    path = f"/committee/applications/{application.id}/reopening"
    for state in (ApplicationState.COMMITTEE, ApplicationState.ANNOUNCED):
        application = db.session.get_one(Application, application.id)
        application.state, application.award = state, "good"
        application.decided_at = application.announced_at = application.submitted_at
        db.session.commit()
        client.post(path, data={"reason": "ก"})
    assert db.session.query(Proposal).count() == 0
