"""Who may enter how much: the programme's own quota and rules where it sets them, those of its criteria where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.model import Rubric

ENTRY_RULES = ("quota_per_agency", "quota_per_ministry", "one_type_per_branch", "past_winner_years")


@dataclass(frozen=True)
class EntryRules:
    """The rules in force. No quota means no limit; `past_winner_years` of None looks at every year there is."""

    quota_per_agency: int | None = None
    quota_per_ministry: int | None = None
    one_type_per_branch: bool = False
    past_levels: tuple[str, ...] = ()
    past_winner_years: int | None = None


def entry_rules(rubric: Rubric, given: Mapping[str, object]) -> EntryRules:
    """Return the rules in force: what the programme's own rules say wins over its criteria."""
    eligibility, quota = rubric.eligibility, rubric.quota
    one_type = given.get("one_type_per_branch")
    return EntryRules(
        quota_per_agency=_number(given, "quota_per_agency", quota.per_agency if quota else None),
        quota_per_ministry=_number(given, "quota_per_ministry", quota.per_ministry if quota else None),
        one_type_per_branch=one_type
        if isinstance(one_type, bool)
        else bool(eligibility and eligibility.one_type_per_branch),
        past_levels=tuple(eligibility.exclude_past_levels) if eligibility else (),
        past_winner_years=_number(given, "past_winner_years", None),
    )


def _number(given: Mapping[str, object], name: str, otherwise: int | None) -> int | None:
    value = given.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
