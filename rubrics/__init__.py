"""What assessors score against: the published rubrics, read once per process."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rubrics.faults import RubricFault, RubricFaults, UnknownRubric
from rubrics.model import Rubric
from rubrics.reader import read_rubric
from rubrics.shelf import read_shelf

__all__ = [
    "Rubric",
    "RubricFault",
    "RubricFaults",
    "UnknownRubric",
    "definition_files",
    "load_rubric",
    "published_rubrics",
    "read_rubric",
]

DEFINITIONS = Path(__file__).parent / "definitions"


def definition_files() -> tuple[Path, ...]:
    """Return the files of all published rubrics, sorted by name."""
    return tuple(sorted(DEFINITIONS.glob("*.yaml")))


@lru_cache(maxsize=1)
def published_rubrics() -> Mapping[str, Rubric]:
    """Return every published rubric by "id@edition", sorted by id then edition; raises RubricFaults with all faults."""
    return MappingProxyType(dict(read_shelf(definition_files())))


def load_rubric(full_id: str) -> Rubric:
    """Return the published rubric called "id@edition"; raises UnknownRubric."""
    rubrics = published_rubrics()
    if full_id not in rubrics:
        raise UnknownRubric(full_id)
    return rubrics[full_id]


def definition_file(full_id: str) -> Path:
    """Return the file of the published rubric called "id@edition"; raises UnknownRubric."""
    rubric = load_rubric(full_id)
    return DEFINITIONS / f"{rubric.id}-{rubric.edition}.yaml"
