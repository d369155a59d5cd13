"""Tells a whole national round half way: every branch at full size, in the time a cup of coffee takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import Flask
from sqlalchemy import select

from app.clock import frozen_at, now
from app.demo import panels
from app.demo.acts import Story
from app.demo.content import PRESENT_CYCLE, Content, demo_content
from app.demo.log_ins import log_ins, log_ins_of_assessors, show_log_ins
from app.demo.national_case import Case, Directory, Owner, open_programmes_of, owners_by_code, read_directory
from app.demo.national_entries import Planned, planned_entries, told_again
from app.demo.national_files import keep_files
from app.demo.national_people import declare, enlist, invented_assessors, invented_teams
from app.demo.national_round import Round
from app.demo.national_scale import Scale
from app.demo.national_timeline import Timeline
from app.demo.programmes import open_cycle
from app.demo.troupe import Report, bring_agencies, bring_people
from app.extensions import db
from app.models import Cycle, Person

_BROUGHT, _DECLARED = 90, 78
_OPENS, _CLOSES, _REPORTS_CLOSE = 75, -12, -75


def play_national(app: Flask, *, report: Report, scale: Scale | None = None) -> None:
    """Tell a round of this scale, a whole one if none is given, once; a second start only shows the log-ins again."""
    content = demo_content()
    with app.app_context():
        if db.session.scalar(select(Person.id).limit(1)) is None:
            _tell(content, scale or Scale(), report)
        else:
            report("The data of an earlier start is kept; --reset starts over.")
        show_log_ins(log_ins(content, assessors=log_ins_of_assessors(content)), report)


def _tell(content: Content, scale: Scale, report: Report) -> None:
    line, planned = Timeline(now()), planned_entries(content, scale)
    with frozen_at(line.day(_BROUGHT)):
        _bring_everybody(content, scale, planned, report)
        cycle = open_cycle(
            content,
            PRESENT_CYCLE,
            opens=line.day(_OPENS),
            closes=line.day(_CLOSES, 16, 30),
            reports_close=line.day(_REPORTS_CLOSE, 16, 30),
        )
    directory = read_directory()
    with frozen_at(line.day(_DECLARED)):
        panels.declare(content, cycle.id)
        declare(directory.assessors.values(), cycle.id)
        kept = keep_files(programme.rubric_id for programme in cycle.programmes)
    owners = owners_by_code()
    cases = list(_cases(content, cycle, planned, directory, owners))
    Round(line, cases, directory, owners, kept).play(report)


def _bring_everybody(content: Content, scale: Scale, planned: Sequence[Planned], report: Report) -> None:
    codes = dict.fromkeys(each.agency.code for each in planned)
    report(f"national demo: {len(content.registry)} agencies, {len(codes)} of them apply; {scale.assessors} assessors")
    bring_agencies(content)
    bring_people(content)
    owners = owners_by_code()
    teams = invented_teams(content, codes)
    enlist(content, invented_assessors(content, scale.assessors), teams.values(), lambda code: owners[code].id)


def _cases(
    content: Content, cycle: Cycle, planned: Sequence[Planned], directory: Directory, owners: Mapping[str, Owner]
) -> Iterator[Case]:
    teams = invented_teams(content, dict.fromkeys(each.agency.code for each in planned))
    programmes, known = {each.rubric_id: each for each in cycle.programmes}, open_programmes_of(cycle)
    for each in planned:
        owner, entry = owners[each.agency.code], told_again(each)
        programme = known[entry.rubric_id]
        yield Case(
            planned=each,
            story=Story(content, entry, teams[owner.code], programmes[entry.rubric_id]),
            programme=programme,
            owner=owner,
            team=directory.teams[owner.id],
            officers=directory.officers_of(programme),
        )
