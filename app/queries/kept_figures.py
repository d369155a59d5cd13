"""What frozen records are worth, worked out once for each process: a snapshot or a recorded consensus never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from workflows.scoring.totals import Scores

_MOST = 8192


class KeptFigures:
    """Scores by what they were made of; the ones asked for longest ago are forgotten first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Hashable, Scores](), threading.Lock()

    def knows(self, key: Hashable) -> bool:
        """Say whether this record is worked out already."""
        with self._lock:
            return key in self._kept

    def scores(self, key: Hashable, work_out: Callable[[], Scores]) -> Scores:
        """Return the scores kept under `key`, worked out now where they are not."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = work_out()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


FIGURES = KeptFigures()
