"""Names beside the dots of a panel's plot never touch, however close the values lie."""

import re
from itertools import pairwise

import pytest
from flask import Flask, get_template_attribute

PHONE = 40  # percent of a phone's width that a name with its value may take


@pytest.mark.parametrize("values", [(60, 85, 95), (0, 50, 100), (70, 71, 72, 73, 74), (30,), (10, 20, 90)])
def test_names_of_close_values_stand_in_rows_of_their_own(app: Flask, values: tuple[int, ...]) -> None:
    with app.test_request_context():
        plot = get_template_attribute("components/dot_plot.html", "dot_plot")
        drawn = plot([(f"n{value}", value, "1") for value in values], 50, "mean", "words")
    names = [(float(x), int(y)) for x, y in re.findall(r'class="t" x="([\d.]+)%" y="(\d+)"', drawn)]
    assert [x for x, _y in names] == sorted(values)
    touching = [(a, b) for a, b in pairwise(names) if a[1] == b[1] and b[0] - a[0] < PHONE]
    assert touching == []
    assert min(y for _x, y in names) == 16, "no row is left empty"
