"""A rubric: one edition of the criteria, with its form, its road and its scale, refusing to be inconsistent."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field as Limit
from pydantic import PrivateAttr

from rubrics.consistency import whole_file_faults
from rubrics.document import Document
from rubrics.entry import Eligibility, Quota, Screening
from rubrics.extras import (
    Advice,
    Aggregation,
    AlternativeBand,
    Delegation,
    FeedbackRules,
    GoldenCases,
    Nominee,
    ProfileGroup,
    Rounding,
    Theme,
)
from rubrics.form import Choice, Field, Form, ListedChoice, Section
from rubrics.nodes import Node
from rubrics.provenance import OfficialStatus, Standing
from rubrics.scales import (
    Checkpoint,
    DimensionScoring,
    EvidenceRule,
    KpiExample,
    KpiRule,
    LevelCode,
    LevelMeaning,
    OfficersRamp,
    PercentBand,
    RampRange,
    Scheme,
)
from rubrics.stages import AwardLevel, AwardType, Band, CommentRules, Gate, Stage
from rubrics.status import status_along
from rubrics.strict import AtLeastOne, Count, Fault, Identifier, NotNegative, Text, Words


class Method(StrEnum):
    """How a rubric is scored."""

    POINTS = "points"
    LEVEL_CHECKLIST = "level_checklist"
    ADLI_LETCI = "adli_letci"
    FORM_ONLY = "form_only"


class RubricContent(Document):
    """Everything a rubric file may say, in the file's own structure."""

    schema_version: Literal[1]
    cycle_year_be: AtLeastOne
    branch: Literal["PS", "PMQA", "PG", "PMQA40", "UNPSA"]
    type_code: Identifier
    purpose: Text
    status: Literal["draft", "final"]
    supersedes: Identifier | None = None
    assessing_body: Identifier
    external_link: Words | None = None
    method: Method
    maximum: NotNegative = Decimal(0)
    rounding: Rounding | None = None
    pillars: tuple[Theme, ...] = ()
    pillars_status: Standing | None = None
    success_factors: tuple[Theme, ...] = ()
    success_factors_status: Standing | None = None
    item_levels: tuple[LevelMeaning, ...] = ()
    item_levels_status: Standing | None = None
    below_label: Text | None = None
    aggregation: Aggregation | None = None
    evidence_rules: tuple[EvidenceRule, ...] = ()
    kpi_rules: tuple[KpiRule, ...] = ()
    eligibility: Eligibility | None = None
    quota: Quota | None = None
    nominee: Nominee | None = None
    delegation: Delegation | None = None
    award_types: tuple[AwardType, ...] = ()
    screening: Screening | None = None
    stages: tuple[Stage, ...] = Limit(min_length=1)
    stages_status: Standing | None = None
    levels: tuple[AwardLevel, ...] = ()
    levels_status: Standing | None = None
    bands: tuple[Band, ...] = ()
    bands_status: Standing | None = None
    alternative_bands: tuple[AlternativeBand, ...] = ()
    gates: tuple[Gate, ...] = ()
    gates_status: Standing | None = None
    scoring: DimensionScoring | None = None
    schemes: dict[Identifier, Scheme] = Limit(default_factory=dict)
    band_tables: dict[Identifier, tuple[PercentBand, ...]] = Limit(default_factory=dict)
    band_tables_status: Standing | None = None
    comment_rules: CommentRules | None = None
    feedback: FeedbackRules | None = None
    choice_lists: dict[Identifier, tuple[ListedChoice, ...]] = Limit(default_factory=dict)
    choice_lists_status: Standing | None = None
    form: Form | None = None
    maps_from: tuple[Identifier, ...] = ()
    report: Form | None = None
    profile_guidance: Text | None = None
    profile_groups: tuple[ProfileGroup, ...] = ()
    profile: tuple[Section, ...] = ()
    profile_status: Standing | None = None
    evaluation_lens: tuple[Theme, ...] = ()
    advice: Advice | None = None
    totals: dict[str, Count] = Limit(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    golden_cases: GoldenCases | None = None


class Rubric(RubricContent):
    """One rubric edition as the rest of the system reads it."""

    _sha256: str = PrivateAttr(default="")

    @classmethod
    def whole_faults(cls, content: dict[str, Any]) -> Iterator[Fault]:
        """Yield every contradiction between parts of the file."""
        return whole_file_faults(content)

    def model_post_init(self, context: Any) -> None:
        """Keep the file's hash, put gates at their stages and listed choices into their fields."""
        self._sha256 = (context or {}).get("sha256", "")
        gates = {gate.stage: gate for gate in reversed(self.gates) if gate.award_type is None}
        for stage in self.stages:
            stage.end_at(gates.get(stage.code))
        lists = {name: tuple(Choice(c.code, c.title) for c in listed) for name, listed in self.choice_lists.items()}
        lists["award_types"] = tuple(Choice(kind.code, kind.title) for kind in self.award_types)
        for field in self.fields:
            if field.choices_from is not None:
                field.offer(lists.get(field.choices_from, ()))

    @property
    def full_id(self) -> str:
        """Return "id@edition", the name a programme is opened with."""
        return f"{self.id}@{self.edition}"

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the file's bytes in hexadecimal; empty for a rubric that was not read from a file."""
        return self._sha256

    @property
    def is_scored(self) -> bool:
        """Tell whether assessors score this rubric; a form_only rubric is a form and nothing more."""
        return self.method is not Method.FORM_ONLY

    @cached_property
    def _placed(self) -> Mapping[str, tuple[Node, Node | None]]:
        return MappingProxyType({node.id: (node, parent) for node, parent in _walk(self.nodes, None)})

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """Return the nodes assessors score themselves, in the file's order."""
        return tuple(node for node, _ in self._placed.values() if node.is_leaf)

    @cached_property
    def checkpoints(self) -> Mapping[str, tuple[Checkpoint, LevelCode, str]]:
        """Return every checkpoint by id, with its level and the id of its item."""
        return MappingProxyType(
            {
                checkpoint.id: (checkpoint, level.code, node.id)
                for node in self.leaves
                for level in node.levels
                for checkpoint in level.checkpoints
            }
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return every section an agency fills in: entry form, profile, report."""
        entry = self.form.sections if self.form else ()
        report = self.report.sections if self.report else ()
        return (*entry, *self.profile, *report)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return every field an agency fills in, in the order of `sections`."""
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def _fields_by_id(self) -> Mapping[str, Field]:
        return MappingProxyType({field.id: field for field in self.fields})

    def node(self, node_id: str) -> Node:
        """Return the node with this id; raises KeyError."""
        return self._placed[node_id][0]

    def has_node(self, node_id: str) -> bool:
        """Tell whether a node has this id."""
        return node_id in self._placed

    def parent_of(self, node_id: str) -> Node | None:
        """Return the node this one belongs to, None for a top node; raises KeyError."""
        return self._placed[node_id][1]

    def field(self, field_id: str) -> Field:
        """Return the field with this id from entry form, profile or report; raises KeyError."""
        return self._fields_by_id[field_id]

    def has_field(self, field_id: str) -> bool:
        """Tell whether entry form, profile or report hold a field with this id."""
        return field_id in self._fields_by_id

    def sections_feeding(self, node_id: str) -> tuple[Section, ...]:
        """Return the sections whose answers an assessor reads for this node or one of its groups; raises KeyError."""
        family = self._family(node_id)
        return tuple(section for section in self.sections if family & set(section.bind))

    def fields_feeding(self, node_id: str) -> tuple[Field, ...]:
        """Return the fields for this node: all of a section that feeds it, less those bound to other nodes only."""
        family = self._family(node_id)
        return tuple(
            field
            for section in self.sections_feeding(node_id)
            for field in section.fields
            if not field.bind or family & set(field.bind)
        )

    @cached_property
    def rampable(self) -> Mapping[str, tuple[KpiExample, Node]]:
        """Return by id the indicators of the criteria that a ramp can read, each with its results item.

        More must be better, and the criteria must say what the ends of a ramp are worth.
        """
        return MappingProxyType(
            {
                example.id: (example, leaf)
                for leaf in self.leaves
                for example in leaf.examples
                if self.ramp_rule is not None and example.direction == "more"
            }
        )

    @cached_property
    def ramp_rule(self) -> KpiRule | None:
        """Return the rule that says what the ends of a ramp are worth, None where the criteria know no ramp."""
        return next((rule for rule in self.kpi_rules if rule.kind == "ramp"), None)

    def with_ranges(self, ranges: Mapping[str, RampRange]) -> "Rubric":
        """Return these criteria with an officer's ranges, by indicator, in place of the file's own; raises KeyError.

        It is pinned to the same bytes: the file stays as it is.
        """
        strange = [name for name in ranges if name not in self.rampable]
        if strange:
            raise KeyError(strange[0])
        said = {name: getattr(self, name) for name in type(self).model_fields}
        ranged = type(self).model_construct(
            **said | {"nodes": tuple(self._ranged(node, ranges) for node in self.nodes)}
        )
        ranged._sha256 = self._sha256  # noqa: SLF001  # one of our own
        return ranged

    def _ranged(self, node: Node, ranges: Mapping[str, RampRange]) -> Node:
        examples = tuple(self._with_range(each, ranges.get(each.id)) for each in node.examples)
        return node.model_copy(
            update={"examples": examples, "nodes": tuple(self._ranged(each, ranges) for each in node.nodes)}
        )

    def _with_range(self, example: KpiExample, wanted: RampRange | None) -> KpiExample:
        rule = self.ramp_rule
        if wanted is None or rule is None or rule.at_floor is None or rule.at_ceiling is None:
            return example
        worth = {"at_floor": rule.at_floor, "at_ceiling": rule.at_ceiling}
        return example.model_copy(update={"ramp": OfficersRamp(floor=wanted.floor, ceiling=wanted.ceiling, **worth)})

    def _family(self, node_id: str) -> set[str]:
        family: set[str] = set()
        node: Node | None = self.node(node_id)
        while node is not None:
            family.add(node.id)
            node = self.parent_of(node.id)
        return family

    def status_of(self, path: str) -> OfficialStatus:
        """Return how far the part at `path` is proven, inherited from the parts around it.

        `path` is a node id, or attribute names and ids joined by dots ("stages.screening.quorum",
        "form.sections.problem"). Raises KeyError where there is no such part.
        """
        return status_along(self, path, is_node=self.has_node(path))


def _walk(nodes: tuple[Node, ...], parent: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for node in nodes:
        yield node, parent
        yield from _walk(node.nodes, node)
