"""The rule by which texts of two applications count as alike, read from its file."""

from functools import lru_cache
from pathlib import Path

from rubrics.document import Document
from rubrics.reader import read_file
from rubrics.strict import AtLeastOne, Percent

FILE = Path(__file__).parent / "office" / "likeness.yaml"


class LikenessRules(Document):
    """Lengths are in letters, spaces and punctuation left out; `least_share` is a percent of the shorter reading.

    `shingle` and `window` are those of winnowing: a common passage of `shingle` + `window` - 1 letters is never missed.
    """

    shingle: AtLeastOne
    window: AtLeastOne
    least_text: AtLeastOne
    least_matched: AtLeastOne
    least_share: Percent
    most_common: AtLeastOne
    most_compared: AtLeastOne

    @property
    def surely_noticed(self) -> int:
        """Return from how many letters on a passage in common is never missed."""
        return self.shingle + self.window - 1

    @property
    def prints(self) -> str:
        """Name what fingerprints depend on: texts printed under another rule cannot be compared with these."""
        return f"{self.shingle}/{self.window}/{self.least_text}"


@lru_cache(maxsize=1)
def likeness_rules() -> LikenessRules:
    """Return the rule in force; raises RubricFaults where the file cannot be used."""
    return read_file(FILE, LikenessRules)
