"""Turning what a browser sends of one node into what a sheet stores: read, checked, merged with what was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from app.thai import normalise, thai_digits_to_arabic
from app.transaction import composed
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.errors import Obstacle, RuleBroken
from workflows.scoring.adli_letci import permitted_percents

Fields: TypeAlias = dict[str, Any]
"""An entry as its form shows it: percent, level-<dimension>, ticks or kpis, cannot_judge, and the comments by name.

An item with checkpoints has a suggestion for each level too, where the criteria ask for one: suggestion-<level>.
"""

LEVEL = "level-"
SUGGESTION = "suggestion-"
LONGEST = 20_000
_INDICATOR_FIGURES = ("actual", "target", "decided")


@composed
def fields_of(rubric: Rubric, leaf: Node, content: Mapping[str, Any], comments: Iterable[str]) -> Fields:
    """Return stored content as the fields of its form; what was never said is empty, ticks and indicators are None."""
    value = content.get("value") or {}
    fields: Fields = {name: content.get(name) or "" for name in comments}
    fields["cannot_judge"] = bool(content.get("cannot_judge"))
    match rubric.method:
        case Method.POINTS:
            fields["percent"] = value.get("percent") or ""
        case Method.ADLI_LETCI:
            fields["percent"] = value.get("percent") or ""
            levels = value.get("levels") or {}
            fields |= {LEVEL + code: _written(levels.get(code)) for code in _dimensions(rubric, leaf)}
        case _ if leaf.levels:
            fields["ticks"] = value.get("ticks")
            said = value.get("suggestions") or {}
            fields |= {SUGGESTION + code: said.get(code) or "" for code in suggestion_levels(rubric, leaf)}
        case _:
            fields["kpis"] = value.get("kpis") or None
    return fields


def content_of(rubric: Rubric, leaf: Node, fields: Fields, comments: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a form as the content that is stored."""
    content = {name: fields[name] for name in comments}
    value: dict[str, Any] = {}
    match rubric.method:
        case Method.POINTS:
            value = {"percent": fields["percent"]} if fields["percent"] else {}
        case Method.ADLI_LETCI:
            given = {code: fields[LEVEL + code] for code in _dimensions(rubric, leaf)}
            levels = {code: int(level) for code, level in given.items() if level}
            value = {"levels": levels, "percent": fields["percent"] or None} if levels or fields["percent"] else {}
        case _ if leaf.levels:
            value = _checked_off(rubric, leaf, fields)
        case _:
            value = {"kpis": fields["kpis"]} if fields["kpis"] else {}
    return {**content, "value": value, "cannot_judge": fields["cannot_judge"]}


def _checked_off(rubric: Rubric, leaf: Node, fields: Fields) -> dict[str, Any]:
    """Ticks once they were saved, and what is missing for each level; a suggestion alone is no judgement."""
    value: dict[str, Any] = {} if fields["ticks"] is None else {"ticks": fields["ticks"]}
    said = {code: fields[SUGGESTION + code] for code in suggestion_levels(rubric, leaf) if fields[SUGGESTION + code]}
    return value | ({"suggestions": said} if said else {})


@composed
def suggestion_levels(rubric: Rubric, leaf: Node) -> list[str]:
    """Return the levels of an item that the criteria want a suggestion for."""
    is_asked = rubric.comment_rules is not None and rubric.comment_rules.per_level_suggestion
    return [level.code.value for level in leaf.levels] if is_asked else []


def read_fields(
    rubric: Rubric,
    leaf: Node,
    given: Mapping[str, object],
    *,
    comments: Iterable[str],
    claims: Sequence[Mapping[str, Any]],
) -> Fields:
    """Return the given fields as they are stored; RuleBroken with the reason at each field that cannot be read.

    `claims` are the agency's own indicators of a results item: an assessor may correct their figures, not their rule.
    """
    read: Fields = {}
    against: list[Obstacle] = []
    known = fields_of(rubric, leaf, {}, comments)
    for name, raw in given.items():
        if name not in known:
            against.append(Obstacle("The criteria have no such part", field=name))
            continue
        try:
            read[name] = _read(rubric, leaf, name, raw, claims)
        except RuleBroken as broken:
            against.extend(broken.obstacles)
    if against:
        raise RuleBroken(against)
    return read


def _read(rubric: Rubric, leaf: Node, name: str, raw: object, claims: Sequence[Mapping[str, Any]]) -> Any:
    if name == "cannot_judge":
        return raw is True or raw in ("true", "yes", "on", "1", "y")
    if name == "percent":
        return _percent(leaf, raw)
    if name.startswith(LEVEL):
        return _level(rubric, name, raw)
    if name == "ticks":
        mine = [point.id for level in leaf.levels for point in level.checkpoints]
        ticked = raw if isinstance(raw, list | tuple) else []
        return [point for point in mine if point in ticked]
    if name == "kpis":
        return _indicators(raw, claims)
    return _comment(name, raw)


def _comment(name: str, raw: object) -> str:
    text = raw if isinstance(raw, str) else ""
    if len(text) > LONGEST:
        raise RuleBroken(
            [Obstacle("This text is too long to be saved (over %(count)s characters)", {"count": LONGEST}, name)]
        )
    return normalise(text).strip()


def _percent(leaf: Node, raw: object) -> str:
    """A percent as written; on a scale of steps it must be one of them."""
    number = _number(raw, "percent")
    if number is None:
        return ""
    if leaf.scale is not None and not leaf.scale.allows(number):
        params = {name: format(getattr(leaf.scale, name), "f") for name in ("min", "max", "step")}
        raise RuleBroken(
            [Obstacle("Give a percent from %(min)s to %(max)s in steps of %(step)s", params, field="percent")]
        )
    return format(number, "f")


def _level(rubric: Rubric, name: str, raw: object) -> str:
    text = thai_digits_to_arabic(_written(raw)).strip()
    bounds = rubric.scoring.dimension_level if rubric.scoring else None
    if not text:
        return ""
    if bounds is None or not text.isdecimal() or not bounds.min <= int(text) <= bounds.max:
        raise RuleBroken([Obstacle("Choose a level from the list", field=name)])
    return str(int(text))


def _number(raw: object, field: str, *, of: int = 0) -> Decimal | None:
    """The number written in a field, or in one of the boxes of its indicators, which are counted from 1."""
    text = thai_digits_to_arabic(_written(raw)).replace(",", "").strip().removesuffix("%").strip()
    if not text:
        return None
    against = Obstacle("Enter a number for indicator %(number)s", {"number": of}, field) if of else None
    against = against or Obstacle("Enter a number", field=field)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise RuleBroken([against]) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise RuleBroken([against])
    return Decimal(format(number.normalize(), "f"))


def _indicators(raw: object, claims: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The agency's indicators with the assessor's figures, in the agency's order."""
    rows = raw if isinstance(raw, list | tuple) else []
    return [
        _indicator(row if isinstance(row, Mapping) else {}, claim, place)
        for place, (row, claim) in enumerate(zip(rows, claims, strict=False), start=1)
    ]


def _indicator(row: Mapping[str, object], claim: Mapping[str, Any], place: int) -> dict[str, Any]:
    figures = {name: _number(row.get(name, claim.get(name)), "kpis", of=place) for name in _INDICATOR_FIGURES}
    written = {name: None if figure is None else format(figure, "f") for name, figure in figures.items()}
    if claim["rule"] == "ramp":
        return {**claim, "actual": written["actual"]}
    stored = {**claim, "actual": written["actual"], "target": written["target"]}
    if figures["decided"] is None:
        return stored
    reason = _comment("kpis", row.get("reason"))
    if figures["target"] is not None and figures["target"] > 0:
        raise RuleBroken([Obstacle("An assessor decides a score only where no target above 0 is given", field="kpis")])
    if not reason:
        raise RuleBroken([Obstacle("A decided score needs its reason", field="kpis")])
    return {**stored, "decided": written["decided"], "reason": reason}


def settle_percent(rubric: Rubric, leaf: Node, fields: Fields, *, is_chosen: bool) -> None:
    """Hold the percent below the weakest dimension: one just chosen is refused, an earlier one is left open again."""
    if leaf.bands_ref is None or rubric.method is not Method.ADLI_LETCI or not fields["percent"]:
        return
    levels = [fields[LEVEL + code] for code in _dimensions(rubric, leaf)]
    if not all(levels):
        against = Obstacle("Judge every dimension before you choose a percent", field="percent")
    elif Decimal(fields["percent"]) in permitted_percents(rubric.band_tables[leaf.bands_ref], map(int, levels)):
        return
    else:
        weakest = {"level": min(map(int, levels))}
        against = Obstacle(
            "Choose a percent of band %(level)s or lower, the level of the weakest dimension", weakest, "percent"
        )
    if is_chosen:
        raise RuleBroken([against])
    fields["percent"] = ""


def _dimensions(rubric: Rubric, leaf: Node) -> list[str]:
    return [dimension.code for dimension in rubric.schemes[leaf.scheme].dimensions] if leaf.scheme else []


def _written(raw: object) -> str:
    return "" if raw is None or isinstance(raw, bool) else str(raw)


def merged(base: Fields, current: Fields, mine: Mapping[str, Any]) -> tuple[Fields, list[str]]:
    """Put what changed since `base` in `mine` on top of `current`; name the fields both sides changed differently."""
    changed = {name: given for name, given in mine.items() if given != base[name]}
    clashing = [name for name, given in changed.items() if current[name] not in (base[name], given)]
    return {**current, **changed}, clashing
