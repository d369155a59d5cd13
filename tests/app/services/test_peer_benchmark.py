"""The comparison in a feedback report: five others of the same kind, certified and announced, or nothing at all."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, FeedbackReport, FeedbackState
from app.queries.applicant_feedback import feedback_of
from app.queries.criteria import rubric_of
from app.queries.peer_benchmark import peer_benchmark
from app.services.feedback import draft_feedback
from tests.app.reports.reading import absent_from
from tests.rounds import stand
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role

S = ApplicationState


def test_the_comparison_is_of_five_others_or_not_there_and_page_and_paper_tell_the_same(
    world: World, client: FlaskClient
) -> None:
    own = stand(world, 1, own=90, agreed=80, state=S.ANNOUNCED, award="advance")
    rubric = rubric_of(own.programme)
    for number in range(2, 6):
        stand(world, number, own=100, agreed=100, state=S.ANNOUNCED, award="advance")
    stand(world, 6, own=100, agreed=40, state=S.ANNOUNCED, award="none")
    stand(world, 7, own=100, agreed=100, state=S.COMMITTEE)
    assert peer_benchmark(own, rubric) is None
    stand(world, 8, own=100, agreed=100, state=S.ANNOUNCED, award="significance")
    peers = peer_benchmark(own, rubric)
    assert peers is not None
    assert ({peers.total.low, peers.total.median, peers.total.high}, len(peers.categories)) == ({500}, 7)
    report = _released(own.id)
    feedback = feedback_of(report)
    assert (len(feedback.items), feedback.items[0].level, feedback.peers) == (30, "advance", peers)
    sign_in(client, world.person(Role.HEAD, own.agency))
    page = client.get(f"/applications/{own.id}/feedback").get_data(as_text=True).replace("\u2060", "")
    shown = ("ระดับรายหัวข้อ", "เทียบกับหน่วยงานประเภทเดียวกัน", "500–500", "ขาดอีก")
    assert [words in page for words in shown] == [True] * 4
    assert [f"กรมตัวอย่างที่ {number}" in page for number in range(2, 9)] == [False] * 7
    paper = client.get(f"/applications/{own.id}/feedback.pdf").data
    assert absent_from(paper, ["ระดับรายหัวข้อ", "ครึ่งกลางของหน่วยงานอื่น", "500–500"]) == []
    lacking = re.search(r"ขาดอีก.([\d.]+).คะแนน", page)
    assert lacking is not None
    assert (lacking[1].isdigit(), absent_from(paper, [f"ขาดอีก {lacking[1]} คะแนน"])) == (True, [])


def _released(application_id: object) -> FeedbackReport:
    report = draft_feedback(db.session.get_one(Application, application_id))
    report.state, report.approved_at, report.released_at = FeedbackState.RELEASED, report.application.announced_at, None
    report.released_at = report.application.announced_at
    report.approved_by_id = report.application.created_by_id
    db.session.commit()
    return report
