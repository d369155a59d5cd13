"""The groups of numbers of a programme's criteria that no document proves, and who confirmed which of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import NumberConfirmation, Programme
from app.queries.criteria import rubric_of
from rubrics.model import Rubric
from rubrics.provenance import Provenance, Sourced, Standing

OFFICIAL = "official"
_PARTS = (
    *("eligibility", "quota", "screening", "form", "profile", "report", "evidence_rules", "nodes", "item_levels"),
    *("aggregation", "scoring", "band_tables", "kpi_rules", "stages", "gates", "levels", "bands", "award_types"),
    *("comment_rules", "feedback"),
)


@dataclass(frozen=True)
class NumberGroup:
    """One part of the criteria: how far it is proven by its file and by what, and its confirmation if it has one."""

    path: str
    status: str
    sources: tuple[Provenance, ...]
    confirmation: NumberConfirmation | None

    @property
    def is_open(self) -> bool:
        """Say whether the part still carries a mark on the pages."""
        return self.status != OFFICIAL and self.confirmation is None


def number_groups(programme: Programme) -> list[NumberGroup]:
    """Return the parts whose numbers are not proven by the file, in the order of the file."""
    rubric = rubric_of(programme)
    confirmed = {
        each.path: each
        for each in db.session.scalars(
            select(NumberConfirmation)
            .where(NumberConfirmation.programme_id == programme.id)
            .options(joinedload(NumberConfirmation.confirmed_by))
        )
    }
    groups = [
        NumberGroup(path, _status(rubric, path), _sources(rubric, path), confirmed.get(path))
        for path in _PARTS
        if _has(rubric, path)
    ]
    return [group for group in groups if group.status != OFFICIAL]


def _has(rubric: Rubric, path: str) -> bool:
    if path == "nodes":
        return bool(rubric.leaves)
    return bool(getattr(rubric, path, None))


def _status(rubric: Rubric, path: str) -> str:
    """The least proven status within the part: of its own members where they say something of their own."""
    if path == "nodes":
        found = {str(rubric.status_of(leaf.id).value) for leaf in rubric.leaves}
    else:
        found = {str(rubric.status_of(path).value)}
        found |= {str(each.official_status.value) for each in _sourced(rubric, path) if each.official_status}
    return next((status for status in ("illustrative", "reconstructed") if status in found), OFFICIAL)


def _sources(rubric: Rubric, path: str) -> tuple[Provenance, ...]:
    """What the part and its members rest on, each said once; where they are silent, what the whole file rests on."""
    own = tuple(dict.fromkeys(source for each in _sourced(rubric, path) for source in each.provenance))
    return own or rubric.provenance


def _sourced(rubric: Rubric, path: str) -> list[Sourced | Standing]:
    """The part and what belongs to it, wherever it says itself how far it is proven."""
    part, beside = getattr(rubric, path), getattr(rubric, f"{path}_status", None)
    members = part if isinstance(part, tuple) else ()
    return [each for each in (beside, part, *members) if isinstance(each, Sourced | Standing)]
