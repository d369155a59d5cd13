"""How many examples a property test of scoring tries: few at every run, many when PROOF=1 asks for proof."""

from __future__ import annotations

import os

from hypothesis import settings

IS_PROOF = os.environ.get("PROOF") == "1"

# Derandomised at every run, so that a change is blamed for its own failures only; proof looks further, at new places.
proven = settings(max_examples=1000 if IS_PROOF else 40, deadline=None, derandomize=not IS_PROOF, database=None)
