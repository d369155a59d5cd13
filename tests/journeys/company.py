"""Everybody who walks a road, each at a browser of their own, and the worker behind the pages."""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import dataclass, field

from flask import Flask
from flask.globals import _cv_app

from app import tasks
from app.extensions import celery_app, db, limiter
from app.models import Event, Person
from tests.journeys.walker import Walker
from tests.panels import assessor
from tests.world import PASSWORD, World
from workflows.ledger import Line, Verdict, verify
from workflows.roles import Role

_ROUND = (
    tasks.evidence.check_waiting,
    tasks.screening.screen_submitted,
    tasks.rounds.move_due,
    tasks.jobs.run_waiting,
    tasks.feedback.draft_due,
    tasks.sending.send_waiting,
)


@dataclass
class Company:
    """People by what they are on the road. Whoever is first asked for signs in at the sign-in page."""

    app: Flask
    world: World
    language: str = "en"
    _walkers: dict[str, Walker] = field(default_factory=dict)

    @property
    def coordinator(self) -> Walker:
        """Who writes for the agency."""
        return self.walker(self.world.person(Role.COORDINATOR))

    @property
    def head(self) -> Walker:
        """Who approves and submits for the agency."""
        return self.walker(self.world.person(Role.HEAD))

    @property
    def officer(self) -> Walker:
        """Who screens, seats panels, announces and releases."""
        return self.walker(self.world.officer)

    @property
    def judge(self) -> Walker:
        """Who proposes what the committee decided."""
        return self.walker(self.world.person(Role.JUDGE))

    @property
    def director(self) -> Walker:
        """Who signs it as the second person."""
        return self.walker(self.world.person(Role.DIRECTOR))

    def assessor(self, number: int) -> Person:
        """Return the assessor of this number, who has not made the yearly statement yet."""
        return assessor(self.world, number, has_declared=False)

    def panel(self, size: int) -> list[Walker]:
        """Give the first so many assessors at their browsers."""
        return [self.walker(self.assessor(number)) for number in range(1, size + 1)]

    def panel_names(self, size: int) -> list[str]:
        """Return their names, as the officer reads them."""
        return [self.assessor(number).name(self.language) for number in range(1, size + 1)]

    @property
    def visitor(self) -> Walker:
        """A member of the public, who never signs in."""
        if "" not in self._walkers:
            self._walkers[""] = Walker(self.app.test_client())
            self._walkers[""].speak(self.language)
        return self._walkers[""]

    def some_days_pass(self) -> None:
        """Let every session be over: whoever is asked for next signs in again."""
        limiter.reset()
        self._walkers.clear()

    def the_worker_works(self) -> None:
        """Let the worker do what there is to do."""
        db.session.commit()
        let_the_worker_work(self.app)
        db.session.expire_all()

    def ledger(self) -> Verdict:
        """Verify the ledger from its first event to its head."""
        db.session.rollback()
        events = db.session.query(Event).order_by(Event.seq).all()
        lines = [Line(e.seq, e.at, e.kind, e.actor, e.subject, e.data, e.previous, e.hash) for e in events]
        return verify(lines, heads=[lines[-1].hash])

    def walker(self, person: Person) -> Walker:
        """Give a person at a browser, signed in when first asked for."""
        if person.email not in self._walkers:
            self._walkers[person.email] = self._signed_in(person.email)
        return self._walkers[person.email]

    def _signed_in(self, email: str) -> Walker:
        walker = Walker(self.app.test_client())
        walker.speak(self.language)
        walker.open("/sign-in")
        walker.fill("E-mail address", email)
        walker.fill("Password", PASSWORD)
        walker.press("Sign in")
        assert not walker.at.startswith("/sign-in"), walker.paper.words
        return walker


def let_the_worker_work(app: Flask) -> None:
    """Run every task of this application that may have something to do, twice, for one leaves work to another."""
    served, celery_app.conf["served_app"] = celery_app.conf["served_app"], app
    copy_context().run(_work)
    celery_app.conf["served_app"] = served


def _work() -> None:
    _cv_app.set(None)  # type: ignore[arg-type]  # a task begins outside any application context
    for _again in range(2):
        for task in _ROUND:
            task()
