"""How long reading all published rubrics takes, beside what PyYAML's C loader alone needs for the same bytes."""

import time
from collections.abc import Callable

import yaml

from rubrics import definition_files
from rubrics.reader import parse_rubric
from rubrics.shelf import read_shelf

ROUNDS = 7


def best_seconds(work: Callable[[], object]) -> float:
    """Return the fastest of several runs: the one the machine disturbed least."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.monotonic()
        work()
        best = min(best, time.monotonic() - start)
    return best


def main() -> None:
    """Print the figures."""
    sources = {path.name: path.read_bytes() for path in definition_files()}
    bare = best_seconds(lambda: [yaml.load(source, Loader=yaml.CSafeLoader) for source in sources.values()])
    checked = best_seconds(lambda: [parse_rubric(source, name) for name, source in sources.items()])
    shelf = best_seconds(lambda: read_shelf(definition_files()))
    size = sum(map(len, sources.values()))
    print(f"{len(sources)} rubrics, {size / 1000:.0f} kB")
    print(f"  PyYAML's C loader alone        {bare:6.3f} s  1.00")
    print(f"  read and checked               {checked:6.3f} s  {checked / bare:.2f}")
    print(f"  with the links between them    {shelf:6.3f} s  {shelf / bare:.2f}")


if __name__ == "__main__":
    main()
