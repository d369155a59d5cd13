"""Dense symmetric matrices of a few hundred rows, as the calibration needs them, without a library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import copysign, fsum, log, sqrt
from operator import mul

Row = list[float]
Matrix = list[Row]


def dot(one: Iterable[float], other: Iterable[float]) -> float:
    """Return the inner product, rounded once, so that every Python adds it up to the same bytes."""
    return fsum(map(mul, one, other))


@dataclass(frozen=True)
class Tridiagonal:
    """A symmetric matrix turned by reflections into its diagonal and the one beside it."""

    diagonal: Row
    beside: Row
    reflections: tuple[tuple[int, Row, float], ...]

    def turned(self, vector: Sequence[float]) -> Row:
        """Return the vector as the turned matrix sees it."""
        return _reflected(list(vector), self.reflections)

    def turned_back(self, vector: Sequence[float]) -> Row:
        """Undo `turned`."""
        return _reflected(list(vector), reversed(self.reflections))

    def solved(self, scale: float, turned: Sequence[float]) -> tuple[float, float, Row]:
        """For I + scale x matrix: its log determinant, the quadratic form of its inverse, and the solution.

        `turned` is the right side as `turned` returns it; the solution is turned too. scale is at least 0.
        """
        pivots, ahead = [1 + scale * self.diagonal[0]], [turned[0]]
        for place in range(1, len(turned)):
            factor = scale * self.beside[place - 1] / pivots[-1]
            pivots.append(1 + scale * self.diagonal[place] - factor * scale * self.beside[place - 1])
            ahead.append(turned[place] - factor * ahead[-1])
        solution = [ahead[-1] / pivots[-1]]
        for place in range(len(turned) - 2, -1, -1):
            solution.append((ahead[place] - scale * self.beside[place] * solution[-1]) / pivots[place])
        quadratic = fsum(each * each / pivot for each, pivot in zip(ahead, pivots, strict=True))
        return fsum(log(pivot) for pivot in pivots), quadratic, solution[::-1]


def _reflected(vector: Row, reflections: Iterable[tuple[int, Row, float]]) -> Row:
    for start, normal, weight in reflections:
        factor = weight * dot(normal, vector[start:])
        vector[start:] = [each - factor * part for each, part in zip(vector[start:], normal, strict=True)]
    return vector


def tridiagonal(matrix: Matrix) -> Tridiagonal:
    """Return a symmetric matrix as a tridiagonal one, by Householder's reflections (Golub and Van Loan, 8.3.1)."""
    rest, diagonal, beside, reflections = [list(row) for row in matrix], [], [], []
    for start in range(1, len(matrix)):
        diagonal.append(rest[0][0])
        normal = [row[0] for row in rest[1:]]
        length = sqrt(dot(normal, normal))
        corner = -copysign(length, normal[0])
        rest = [row[1:] for row in rest[1:]]
        if length == 0 or len(normal) == 1:
            beside.append(normal[0])
            continue
        beside.append(corner)
        normal[0] -= corner
        weight = 2 / dot(normal, normal)
        reflections.append((start, normal, weight))
        rest = _both_sides(rest, normal, weight)
    return Tridiagonal([*diagonal, rest[0][0]], beside, tuple(reflections))


def _both_sides(matrix: Matrix, normal: Row, weight: float) -> Matrix:
    across = [weight * dot(row, normal) for row in matrix]
    half = weight / 2 * dot(across, normal)
    across = [each - half * part for each, part in zip(across, normal, strict=True)]
    return [
        [cell - one * far - two * near for cell, far, near in zip(row, across, normal, strict=True)]
        for row, one, two in zip(matrix, normal, across, strict=True)
    ]


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a symmetric positive definite matrix (Gauss and Jordan; no pivoting is needed)."""
    rows = [list(row) for row in matrix]
    for place, pivot_row in enumerate(rows):
        pivot = pivot_row[place]
        pivot_row[place] = 1.0
        pivot_row[:] = [each / pivot for each in pivot_row]
        for number, row in enumerate(rows):
            factor = row[place]
            if number != place and factor:
                row[place] = 0.0
                row[:] = [each - factor * part for each, part in zip(row, pivot_row, strict=True)]
    return rows


def lower_root(matrix: Matrix) -> Matrix:
    """Return the lower triangle whose product with itself is the matrix (Cholesky); a direction without spread is 0."""
    rows: Matrix = []
    for number, given in enumerate(matrix):
        row: Row = []
        for place in range(number):
            corner = rows[place][place]
            row.append((given[place] - dot(row, rows[place])) / corner if corner else 0.0)
        row.append(sqrt(max(given[number] - dot(row, row), 0.0)))
        rows.append(row)
    return rows
