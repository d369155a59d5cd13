"""Expertise from profile, past service and wish: each weighs, none decides alone."""

from __future__ import annotations

from itertools import product

import pytest

from workflows.assignment.expertise import Fit, Wish, expertise

SUBJECTS = ("service_innovation", "university")


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        (Fit(), 1),
        (Fit(("service_innovation",)), 3),
        (Fit(("service_innovation", "university", "province")), 5),
        (Fit(served=7), 2),
        (Fit(wish=Wish.WANT), 3),
        (Fit(wish=Wish.RATHER_NOT), 0),
        (Fit(("university",), 1, Wish.RATHER_NOT), 2),
    ],
)
def test_each_thing_known_adds_what_it_is_worth(fit: Fit, expected: int) -> None:
    assert expertise(fit, SUBJECTS) == expected


def test_more_of_anything_never_makes_less_of_the_whole() -> None:
    topics = ((), ("university",), SUBJECTS)
    wishes = (Wish.RATHER_NOT, Wish.CAN, Wish.WANT)
    values = {
        (t, s, w): expertise(Fit(topics[t], s, wishes[w]), SUBJECTS)
        for t, s, w in product(range(3), range(2), range(3))
    }
    for (t, s, w), value in values.items():
        assert value >= 0
        assert all(values.get(more, value) >= value for more in ((t + 1, s, w), (t, s + 1, w), (t, s, w + 1)))


def test_a_topic_named_twice_counts_once() -> None:
    assert expertise(Fit(("university", "university")), SUBJECTS) == 3
