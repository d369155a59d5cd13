"""One round of a panel on the pages: seated, accepted, declared, scored alone, settled and recorded by the lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.extensions import db
from app.models import Application, Assignment
from app.queries.criteria import rubric_of
from tests.journeys import office_pages as office
from tests.journeys import panel_pages as panel
from tests.journeys.company import Company
from tests.journeys.walker import Walker
from tests.panels import score_but

REASON = "หลักฐานในเอกสารแนบยืนยันตามที่หน่วยงานรายงาน"

EVERYBODY = 99


@dataclass(frozen=True)
class PanelRound:
    """The panel of the stage an application has reached; the last of them has `doubts` (criterion: 0-100).

    The first so many of them are `walking`: they score page by page. The others hand in in one step, to save time.
    With `by_proposal` the officer publishes the plan the worker proposes; else the panel is seated by hand.
    """

    company: Company
    application: Application
    quality: int
    doubts: Mapping[str, int] = field(default_factory=dict)
    walking: int = EVERYBODY
    by_proposal: bool = False

    @property
    def size(self) -> int:
        """How many sit on it, as its stage asks for."""
        stage = self.application.stage
        assert stage is not None and stage.panel_size is not None, "the application has a stage with a panel"
        return stage.panel_size

    def walk(self) -> None:
        """Take every step of the round."""
        self.seat()
        self.score_alone()
        self.agree()

    def seat(self) -> None:
        """Let everybody declare, for nobody is seated before, the officer seat the panel, and everybody accept."""
        company, stage = self.company, self.application.stage.title("en")
        for assessor in company.panel(self.size):
            panel.declare_if_asked(assessor)
        names = company.panel_names(self.size)
        if self.by_proposal:
            office.seat_by_proposal(company.officer, stage, company)
        else:
            office.seat_panel(company.officer, stage, self.application.code, names)
        for assessor in company.panel(self.size):
            panel.accept(assessor)
        company.the_worker_works()

    def score_alone(self) -> None:
        """Let each score and submit; what the agency sees meanwhile names nobody."""
        for place, assessor in enumerate(self.company.panel(self.size)):
            otherwise = self.doubts if place == self.size - 1 else {}
            if place < self.walking:
                panel.score_everything(assessor, self.application, self.quality, otherwise=otherwise)
                panel.submit(assessor)
            else:
                seat = self._seat(assessor_id=self.company.assessor(place + 1).id)
                score_but(seat, quality=self.quality, otherwise=otherwise)
        self.company.coordinator.follow("Applications", within="Main menu")
        self.company.coordinator.does_not_see(*self.company.panel_names(self.size))
        self.company.the_worker_works()

    def agree(self) -> None:
        """Let the lead settle what must be discussed, and record the consensus."""
        lead = self.lead
        rubric = rubric_of(self.application.programme)
        panel.open_room(lead)
        for node_id in self.doubts:
            panel.settle(lead, rubric, rubric.node(node_id), self.quality, REASON)
        if self.doubts:
            for member in self._members():
                panel.agree_with_the_rest(member)
            panel.open_room(lead)
        panel.record_consensus(lead)
        self.company.the_worker_works()

    @property
    def lead(self) -> Walker:
        """Whoever leads: seated by hand it is the first, in a proposed plan whom the plan chose."""
        return self.company.walker(self._seat(is_lead=True).assessor)

    def _members(self) -> list[Walker]:
        here = {"application_id": self.application.id, "stage_id": self.application.stage_id, "is_lead": False}
        return [self.company.walker(seat.assessor) for seat in db.session.query(Assignment).filter_by(**here)]

    def _seat(self, **of: object) -> Assignment:
        here = {"application_id": self.application.id, "stage_id": self.application.stage_id}
        return db.session.query(Assignment).filter_by(**here, **of).one()
