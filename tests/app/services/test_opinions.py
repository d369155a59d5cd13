"""What members say of a proposal: for the value they read, with words where they dissent, never over another's head."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import ConsensusEntry, ConsensusOpinion, ConsensusRemark, ConsensusSheet, Event, PersonalValue, Stance
from app.queries.consensus import open_points
from app.queries.consensus_talk import earlier_proposals, room_mark
from app.services.consensus import agreed_content, record_consensus, save_agreement
from app.services.opinions import add_remark, agree_with_the_rest, mark_of, note_absence, say_opinion
from tests.assessing import in_the_room
from tests.panels import assessor
from tests.world import World
from workflows.consensus import Gap
from workflows.errors import RuleBroken


@pytest.fixture
def room(world: World) -> ConsensusSheet:
    """Give a room where all agree, and the lead proposes less for one node."""
    room = in_the_room(world, 80)
    propose(world, room, "70")
    return room


def propose(world: World, room: ConsensusSheet, percent: str) -> ConsensusEntry:
    found = db.session.query(ConsensusEntry).filter_by(consensus_id=room.id, node_id="d1.1").one_or_none()
    version = found.version if found else 0
    value = {"value": {"percent": percent}}
    return save_agreement(room, "d1.1", value, version=version, actor=assessor(world, 1))


def entry(room: ConsensusSheet) -> ConsensusEntry:
    return db.session.query(ConsensusEntry).filter_by(consensus_id=room.id, node_id="d1.1").one()


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def test_a_proposal_waits_until_every_member_has_said_a_word(world: World, room: ConsensusSheet) -> None:
    assert open_points(room) == {"d1.1": (Gap.VOICES,)}
    with pytest.raises(RuleBroken) as broken:
        record_consensus(room, actor=assessor(world, 1))
    assert reasons(broken) == ["Proposals that not every member has agreed to or dissented from: 1"]
    say_opinion(room, "d1.1", Stance.AGREES, "", seen=mark_of(entry(room)), actor=assessor(world, 2))
    assert open_points(room) == {"d1.1": (Gap.VOICES,)}
    say_opinion(room, "d1.1", Stance.DISSENTS, "ยังสูงไป", seen=mark_of(entry(room)), actor=assessor(world, 3))
    assert open_points(room) == {}
    record_consensus(room, actor=assessor(world, 1))
    event = db.session.query(Event).filter_by(kind="record_consensus").one()
    kept = {f"sha256:{each.ref}": each.value for each in db.session.query(PersonalValue)}
    assert [kept[ref] for ref in event.data["dissent"]] == ["ยังสูงไป"]


def test_a_word_holds_for_the_value_it_was_said_of(world: World, room: ConsensusSheet) -> None:
    seen = mark_of(entry(room))
    for number in (2, 3):
        say_opinion(room, "d1.1", Stance.AGREES, "", seen=seen, actor=assessor(world, number))
    assert open_points(room) == {}
    propose(world, room, "60")
    assert open_points(room) == {"d1.1": (Gap.VOICES,)}
    with pytest.raises(RuleBroken) as broken:
        say_opinion(room, "d1.1", Stance.AGREES, "", seen=seen, actor=assessor(world, 2))
    assert reasons(broken) == ["The proposal has changed meanwhile. Read it again"]
    propose(world, room, "70")
    assert open_points(room) == {}  # what they agreed with stands again


def test_dissent_and_absence_need_words_and_the_lead_only_proposes(world: World, room: ConsensusSheet) -> None:
    seen = mark_of(entry(room))
    for number, stance, words, why in (
        (2, Stance.DISSENTS, " ", "Explain the dissent in words"),
        (1, Stance.AGREES, "", "The lead proposes; the other members agree or dissent"),
        (9, Stance.AGREES, "", "Only members of this panel take part"),
    ):
        with pytest.raises(RuleBroken) as broken:
            say_opinion(room, "d1.1", stance, words, seen=seen, actor=assessor(world, number))
        assert reasons(broken) == [why]
    with pytest.raises(RuleBroken):
        note_absence(room, assessor(world, 3), "", actor=assessor(world, 1))
    with pytest.raises(RuleBroken):
        note_absence(room, assessor(world, 3), "ลาป่วย", actor=assessor(world, 2))
    assert db.session.query(ConsensusOpinion).count() == 0


def test_the_lead_notes_who_takes_no_part(world: World, room: ConsensusSheet) -> None:
    assert note_absence(room, assessor(world, 3), "ลาป่วย", actor=assessor(world, 1)) == 1
    assert agree_with_the_rest(room, actor=assessor(world, 2)) == 1
    assert agree_with_the_rest(room, actor=assessor(world, 3)) == 0
    assert open_points(room) == {}
    said = {each.person_id: (each.stance, each.words) for each in db.session.query(ConsensusOpinion)}
    assert said == {assessor(world, 2).id: (Stance.AGREES, ""), assessor(world, 3).id: (Stance.ABSENT, "ลาป่วย")}


def test_every_earlier_proposal_is_kept(world: World, room: ConsensusSheet) -> None:
    before = agreed_content(entry(room))
    propose(world, room, "60")
    assert earlier_proposals(room.id, "d1.1")[0].content == before


def test_the_mark_of_the_room_moves_with_everything_said_in_it(world: World, room: ConsensusSheet) -> None:
    marks = [room_mark(room)]
    add_remark(room, "d2.1", "ดูหลักฐานหน้า 3 อีกครั้ง", actor=assessor(world, 3))
    marks.append(room_mark(room))
    say_opinion(room, "d1.1", Stance.AGREES, "", seen=mark_of(entry(room)), actor=assessor(world, 2))
    marks.append(room_mark(room))
    propose(world, room, "60")
    marks.append(room_mark(room))
    assert len(set(marks)) == 4
    assert room_mark(room) == marks[-1]
    assert db.session.query(ConsensusRemark).one().words == "ดูหลักฐานหน้า 3 อีกครั้ง"
