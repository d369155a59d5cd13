"""Key factors: what an assessor thinks about before scoring, so that what is praised or missed matters to the agency.

Source: the first task of a Baldrige examiner, here in the words of the organisational profile of PMQA.
"""

from __future__ import annotations

TOPICS = ("mission", "customers", "challenges", "others")
"""In the order of the page; none must be filled in, and none bars anybody from scoring."""
