"""The calibration exercise: how far a trial sheet lies from the expert key, and when that opens live work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from workflows.errors import Obstacle

SETTING = "calibration"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class CalibrationRule:
    """A programme's setting: whether live work waits for the exercise, and the tolerance in percent of points."""

    is_required: bool = False
    tolerance: Decimal = Decimal(10)

    @property
    def as_setting(self) -> dict[str, Any]:
        """Return the setting as a programme stores it."""
        return {"required": self.is_required, "tolerance_percent": format(self.tolerance, "f")}


def rule_of(rules: Mapping[str, Any]) -> CalibrationRule:
    """Return the setting of a programme's rules; a programme that says nothing requires nothing."""
    said = rules.get(SETTING) or {}
    default = CalibrationRule()
    return CalibrationRule(
        is_required=said.get("required") is True,
        tolerance=Decimal(said["tolerance_percent"]) if "tolerance_percent" in said else default.tolerance,
    )


def tolerance_of(text: str) -> Decimal | None:
    """Return a tolerance as typed: above 0 and up to 100 percent of the points, at most two decimals; else None."""
    try:
        number = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        return None
    is_fine = number.is_finite() and 0 < number <= 100 and number == number.quantize(_CENT)
    return number if is_fine else None


@dataclass(frozen=True)
class Difference:
    """One node of the reference: what was given, what the key says, and how far apart in percent of its points."""

    own: Decimal
    key: Decimal
    percent: Decimal


def differences(
    own: Mapping[str, Decimal | None], key: Mapping[str, Decimal | None], maxima: Mapping[str, Decimal]
) -> dict[str, Difference]:
    """Return by node how a sheet differs from the key, for the nodes that both score; points against `maxima`."""
    found = {}
    for node, most in maxima.items():
        mine, theirs = own.get(node), key.get(node)
        if mine is not None and theirs is not None:
            found[node] = Difference(mine, theirs, 100 * abs(mine - theirs) / most)
    return found


def mean_difference(found: Mapping[str, Difference]) -> Decimal:
    """Return the mean absolute difference in percent of points, half up to two decimals; 0 without a comparison."""
    if not found:
        return Decimal(0)
    total = sum((each.percent for each in found.values()), Decimal(0))
    return (total / len(found)).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class ExerciseStanding:
    """Where an assessor stands with a programme's exercise: nothing submitted (None), the difference, let in or not."""

    difference: Decimal | None = None
    is_let_in: bool = False


def live_work_obstacles(rule: CalibrationRule, standing: ExerciseStanding) -> list[Obstacle]:
    """Return what keeps an assessor from opening a live sheet; the tolerance itself is still within."""
    if not rule.is_required or standing.is_let_in:
        return []
    if standing.difference is None:
        return [Obstacle("Score the reference application of this programme first")]
    if standing.difference > rule.tolerance:
        params = {"difference": f"{standing.difference:f}", "tolerance": f"{rule.tolerance:f}"}
        return [
            Obstacle(
                "Your scores of the reference application lie %(difference)s percent from the key; "
                "live work opens at %(tolerance)s. An officer will speak with you",
                params,
            )
        ]
    return []


def opening_obstacles(leaves: list[str], keyed: set[str]) -> list[Obstacle]:
    """Return what keeps an exercise from being opened: every scored node needs a value and a reason in the key."""
    missing = [leaf for leaf in leaves if leaf not in keyed]
    if not missing:
        return []
    params = {"count": len(missing), "nodes": ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")}
    return [Obstacle("The key says nothing yet of %(count)s criteria: %(nodes)s", params)]
