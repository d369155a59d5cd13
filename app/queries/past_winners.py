"""Past winners that were imported: searched, the newest year first, a page at a time."""

from __future__ import annotations

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import Agency, PastWinner
from app.queries.award_levels import award_label
from app.queries.paging import Paged, page_of
from app.thai import search_key
from rubrics import published_rubrics
from rubrics.strict import Text


def past_winners(text: str, *, page: int) -> Paged[PastWinner]:
    """Return one page of the winners whose title or agency fits, in two statements."""
    statement = (
        select(PastWinner)
        .join(PastWinner.agency)
        .options(contains_eager(PastWinner.agency))
        .order_by(PastWinner.year_be.desc(), PastWinner.branch, Agency.sort_key, PastWinner.title_th)
    )
    for word in map(search_key, text.split()):
        keys = (PastWinner.search_key, Agency.search_key)
        statement = statement.where(or_(*(key.contains(word, autoescape=True) for key in keys)))
    rows, place = page_of(statement, page)
    return Paged([row[0] for row in rows], place.total, place.page, place.pages)


def past_winner(key: uuid.UUID) -> PastWinner | None:
    """Return one winner, or None where it is not in the list."""
    return db.session.get(PastWinner, key)


def award_words(winner: PastWinner) -> tuple[Text | None, Text | None]:
    """Return what the criteria call the award type and the level this work won; None where they know no such code."""
    place = (winner.branch, winner.type_code)
    fitting = [rubric for rubric in published_rubrics().values() if (rubric.branch, rubric.type_code) == place]
    labels = [label for rubric in fitting if (label := award_label(rubric, winner.level))]
    return (fitting[-1].title if fitting else None, labels[-1].name if labels else None)
