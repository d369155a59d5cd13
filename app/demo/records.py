"""Reading the data files of the demonstration: quickly, and with the place named when something is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

FOLDER = Path(__file__).parent
Record = Mapping[str, Any]
Made = TypeVar("Made")


class ContentFault(ValueError):
    """A data file of the demonstration lacks something or holds a word nobody knows."""


@lru_cache(maxsize=256)
def load(path: str) -> Record:
    """Return one data file, named from the folder of the demonstration."""
    with (FOLDER / path).open("rb") as file:
        loaded = yaml.load(file, Loader=yaml.CSafeLoader)
    if not isinstance(loaded, dict):
        raise ContentFault(f"{path} holds no mapping")
    return loaded


def made(maker: Callable[[Record], Made], record: Record, place: str) -> Made:
    """Return what `maker` makes of a record; raises ContentFault naming the place for a missing or unknown word."""
    try:
        return maker(record)
    except (KeyError, ValueError, TypeError) as error:
        raise ContentFault(f"{place}: {error!r}") from error
