"""How many examples a property test of scoring tries: few at every run, many when `make proof` or PROOF=1 asks."""

from __future__ import annotations

import os

from hypothesis import settings

IS_PROOF = bool(os.environ.get("LERTRAT_PROOF") or os.environ.get("PROOF"))

# Derandomised at every run, so that a change is blamed for its own failures only; proof looks further, at new places.
proven = settings(max_examples=500 if IS_PROOF else 30, deadline=None, derandomize=not IS_PROOF, database=None)
