"""Tells the demonstration: a cycle played to its end at fixed dates, and a present one relative to the first start."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from app.clock import BANGKOK, frozen_at, now
from app.demo.content import Content, demo_content
from app.demo.log_ins import log_ins, log_ins_of_awards, log_ins_of_rounds, show_log_ins
from app.demo.played_cycle import play_to_the_end
from app.demo.present_cycle import play_until_now
from app.demo.troupe import Report, bring_agencies, bring_people
from app.extensions import db
from app.models import Person

__all__ = ["play_demo"]


def play_demo(app: Flask, *, report: Report) -> None:
    """Tell the whole story once; a second start finds it told and only shows the log-ins again."""
    content = demo_content()
    with app.app_context():
        if db.session.scalar(select(Person.id).limit(1)) is None:
            _tell(content, report)
        assessors = [*log_ins_of_awards(content), *log_ins_of_rounds(content)]
        show_log_ins(log_ins(content, assessors=assessors), report)


def _tell(content: Content, report: Report) -> None:
    first_start = now()
    with frozen_at(datetime(2020, 10, 1, 9, 0, tzinfo=BANGKOK)):
        report("demo: agencies and people")
        bring_agencies(content)
        bring_people(content)
    play_to_the_end(content, report)
    play_until_now(content, report, first_start=first_start)
