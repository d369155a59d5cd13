"""How faults of rubric files are told: file, line and a plain sentence, all of them at once."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class RubricFault:
    """One thing wrong with a rubric file; `line` counts from 1."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        """Return "file:line: where: message"."""
        place = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}: {place}{self.message}"


class RubricFaults(ValueError):
    """A rubric file cannot be used; `faults` holds everything wrong with it."""

    def __init__(self, faults: tuple[RubricFault, ...]) -> None:
        """Keep the faults in the order of their lines."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnknownRubric(LookupError):
    """No published rubric has this id and edition."""
