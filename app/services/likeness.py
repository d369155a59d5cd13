"""Comparing what applications say: each snapshot is printed once, looked up in the index, and its likes are noted."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import aliased, joinedload

from app.clock import now
from app.extensions import db
from app.models import Application, LikenessIndex, Snapshot, TextComparison, TextMatch, TextPrint, TextSection
from app.queries.snapshot_sections import WrittenText, written_texts
from app.transaction import composed, lock, transactional
from rubrics.likeness import LikenessRules, likeness_rules
from workflows.likeness import are_alike, fingerprints, passages

_AT_ONCE = 200


@composed
def snapshots_to_compare(limit: int = _AT_ONCE) -> list[Snapshot]:
    """The newest snapshots of each document that do not lie in the index yet, oldest first."""
    later = aliased(Snapshot)
    is_newest = ~(
        select(later.id)
        .where(
            later.application_id == Snapshot.application_id,
            later.phase == Snapshot.phase,
            later.number > Snapshot.number,
        )
        .exists()
    )
    is_compared = select(TextComparison.id).where(TextComparison.snapshot_id == Snapshot.id).exists()
    return list(
        db.session.scalars(
            select(Snapshot).where(is_newest, ~is_compared).order_by(Snapshot.taken_at, Snapshot.id).limit(limit)
        )
    )


@transactional
def follow_the_rule() -> bool:
    """Empty the index where it was made by another rule than the one in force; every snapshot is then printed anew."""
    index = lock(db.session.get_one(LikenessIndex, 1))
    if index.prints == likeness_rules().prints:
        return False
    db.session.execute(delete(TextComparison))
    index.prints = likeness_rules().prints
    return True


@transactional
def compare_texts(snapshot: Snapshot) -> int:
    """Put the texts of a snapshot in place of the earlier ones of its document, and note which others they are like.

    Returns how many matches were found. Running it twice, or on two workers, changes nothing more.
    """
    lock(db.session.get_one(LikenessIndex, 1))
    snapshot = db.session.get_one(Snapshot, snapshot.id)
    if db.session.scalar(select(TextComparison.id).where(TextComparison.snapshot_id == snapshot.id)):
        return 0
    _forget_earlier(snapshot)
    comparison = TextComparison(application_id=snapshot.application_id, snapshot_id=snapshot.id, compared_at=now())
    db.session.add(comparison)
    db.session.flush()
    texts = {each.field: each for each in written_texts(snapshot)}
    sections = [
        TextSection(
            comparison_id=comparison.id,
            application_id=snapshot.application_id,
            field=each.field,
            letters=each.folded.length,
        )
        for each in texts.values()
        if each.folded.length
    ]
    db.session.add_all(sections)
    db.session.flush()
    _keep_prints(sections, texts)
    return _note_matches(sections, texts)


def _forget_earlier(snapshot: Snapshot) -> None:
    of_document = select(Snapshot.id).where(
        Snapshot.application_id == snapshot.application_id, Snapshot.phase == snapshot.phase
    )
    db.session.execute(delete(TextComparison).where(TextComparison.snapshot_id.in_(of_document)))


def _keep_prints(sections: Iterable[TextSection], texts: Mapping[str, WrittenText]) -> None:
    rules = likeness_rules()
    rows = [
        {"print": each, "section_key": section.key}
        for section in sections
        for each in fingerprints(texts[section.field].folded, rules)
    ]
    if rows:
        db.session.execute(insert(TextPrint), rows)


def _note_matches(sections: Sequence[TextSection], texts: Mapping[str, WrittenText]) -> int:
    rules, likely = likeness_rules(), _likely(sections)
    others = _others({key for keys in likely.values() for key in keys})
    found = [
        TextMatch(section_key=section.key, other_key=other.key, matched=matched)
        for section in sections
        for other, text in (others[key] for key in likely[section.key] if key in others)
        if (matched := _matched(texts[section.field], text, rules))
    ]
    db.session.add_all(found)
    return len(found)


def _matched(one: WrittenText, other: WrittenText, rules: LikenessRules) -> int:
    """Count the letters in common; 0 where the two are not alike."""
    matched = sum(passage.letters for passage in passages(one.folded, other.folded, rules.shingle))
    return matched if are_alike(matched, one.folded.length, other.folded.length, rules) else 0


def _likely(sections: Sequence[TextSection]) -> Mapping[int, list[int]]:
    """The sections of other applications with prints in common, those with the most first, by the index alone."""
    rules, keys = likeness_rules(), [section.key for section in sections]
    if not keys:
        return {}
    mine, theirs = aliased(TextPrint), aliased(TextPrint)
    of_these = select(TextPrint.print).where(TextPrint.section_key.in_(keys))
    usual = (
        select(TextPrint.print)
        .where(TextPrint.print.in_(of_these))
        .group_by(TextPrint.print)
        .having(func.count() > rules.most_common)
    )
    rows = db.session.execute(
        select(mine.section_key, theirs.section_key, func.count())
        .join(theirs, theirs.print == mine.print)
        .join(TextSection, TextSection.key == theirs.section_key)
        .where(
            mine.section_key.in_(keys),
            TextSection.application_id != sections[0].application_id,
            mine.print.not_in(usual),
        )
        .group_by(mine.section_key, theirs.section_key)
        .order_by(func.count().desc(), theirs.section_key)
    )
    likely: dict[int, list[int]] = defaultdict(list)
    for key, other, _shared in rows:
        if len(likely[key]) < rules.most_compared:
            likely[key].append(other)
    return likely


def _others(keys: set[int]) -> Mapping[int, tuple[TextSection, WrittenText]]:
    """Read what these sections say, each snapshot once."""
    rows = db.session.execute(
        select(TextSection, Snapshot)
        .join(TextComparison, TextComparison.id == TextSection.comparison_id)
        .join(Snapshot, Snapshot.id == TextComparison.snapshot_id)
        .where(TextSection.key.in_(keys))
        .options(joinedload(Snapshot.application).joinedload(Application.programme))
    ).all()
    texts: dict[uuid.UUID, dict[str, WrittenText]] = {}
    for _section, snapshot in rows:
        if snapshot.id not in texts:
            texts[snapshot.id] = {each.field: each for each in written_texts(snapshot)}
    return {
        section.key: (section, texts[snapshot.id][section.field])
        for section, snapshot in rows
        if section.field in texts[snapshot.id]
    }
