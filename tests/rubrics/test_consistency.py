"""Names that lead nowhere and conditions that can never hold are refused."""

import pytest

from tests.rubrics.planting import CAT, PM, PS, Plant, Planted, Told, told

NAMES: list[Planted] = [
    (
        PS,
        "      - id: d1.2\n",
        "      - id: d1.1\n",
        [
            (-269, "form.sections.3.bind.1: there is no node 'd1.2'"),
            (0, "nodes.1.nodes.2.id: the id 'd1.1' is used twice"),
        ],
    ),
    (
        PS,
        "        - id: title_en\n",
        "        - id: title_th\n",
        [(0, "form.sections.1.fields.2.id: the id 'title_th' is used twice")],
    ),
    (
        PS,
        "        - id: sdg_goals\n",
        "        - id: problem\n",
        [(0, "form.sections.9.fields.1.id: the id 'problem' is used twice")],
    ),
    (
        PS,
        "  - code: consensus\n",
        "  - code: independent\n",
        [(0, "stages.3.code: the code 'independent' is used twice in this list")],
    ),
    (PM, "    stage: r1\n", "    stage: r9\n", [(0, "gates.1.stage: there is no stage 'r9'")]),
    (
        PM,
        "    certify_bands: [advance, significance]",
        "    certify_bands: [advance, gold]",
        [(0, "gates.3.certify_bands.2: there is no band 'gold'")],
    ),
    (
        PM,
        "        report_section: ar-process\n",
        "        report_section: ar-nothing\n",
        [(0, "nodes.1.nodes.1.report_section: there is no report section 'ar-nothing'")],
    ),
    (
        PM,
        "        report_section: ar-process\n",
        "        report_section: ar-results\n",
        [(0, "nodes.1.nodes.1.report_section: the report section 'ar-results' does not feed this node")],
    ),
    (
        PM,
        "          rule_ref: level-evidence",
        "          rule_ref: no-evidence",
        [(0, "nodes.1.nodes.1.evidence.rule_ref: there is no evidence rule 'no-evidence'")],
    ),
    (
        PM,
        "            rule_ref: kpi-generic",
        "            rule_ref: kpi-other",
        [(0, "nodes.7.nodes.1.examples.3.rule_ref: there is no indicator rule 'kpi-other'")],
    ),
    (
        PM,
        "            rule_ref: kpi-generic",
        "            rule_ref: kpi-ramp",
        [(-10, "nodes.7.nodes.1.examples.3: an indicator has a 'ramp' exactly when its rule is a ramp")],
    ),
    (
        PM,
        "        pillars: [high_performance, citizen_centric]",
        "        pillars: [low_performance]",
        [(0, "nodes.1.nodes.1.pillars.1: there is no pillar 'low_performance'")],
    ),
    (PM, "    group: op-1a\n", "    group: op-9\n", [(0, "profile.1.group: there is no profile group 'op-9'")]),
    (
        PM,
        "    - {item: '1.2', b: 3,",
        "    - {item: '1.9', b: 3,",
        [(0, "golden_cases.item.1.item: there is no node '1.9'")],
    ),
    (
        PM,
        "          bind: ['1']",
        "          bind: ['7']",
        [(0, "report.sections.3.fields.1.bind.1: the section of this field does not feed '7'")],
    ),
    (
        PS,
        "      bind: [d1.1]",
        "      bind: [d9.9]",
        [
            (0, "form.sections.2.bind.1: there is no node 'd9.9'"),
            (243, "nodes.1.nodes.1.id: no form section feeds 'd1.1'"),
        ],
    ),
    (
        PS,
        "choices_from: sdgs",
        "choices_from: moods",
        [(0, "form.sections.9.fields.1.choices_from: there is no choice list 'moods'")],
    ),
    (
        PS,
        "exclude_past_levels: [outstanding]",
        "exclude_past_levels: [superb]",
        [(0, "eligibility.exclude_past_levels.1: there is no award level 'superb'")],
    ),
    (
        CAT,
        "    award_type: cat1\n",
        "    award_type: cat9\n",
        [(0, "gates.1.award_type: there is no award type 'cat9'")],
    ),
    (CAT, "    category: ['1']\n", "    category: ['9']\n", [(0, "award_types.1.category.1: there is no node '9'")]),
    (
        CAT,
        "    linked_result: '7.4'",
        "    linked_result: '7.9'",
        [(0, "award_types.1.linked_result: there is no node '7.9'")],
    ),
    (
        CAT,
        "        scheme: ADLI\n",
        "        scheme: PDCA\n",
        [(0, "nodes.1.nodes.1.scheme: there is no scheme 'PDCA'")],
    ),
    (
        CAT,
        "        bands_ref: adli6\n",
        "        bands_ref: adli7\n",
        [(0, "nodes.1.nodes.1.bands_ref: there is no band table 'adli7'")],
    ),
    (CAT, "        bands_ref: adli6\n", "", [(-14, "nodes.1.nodes.1: 'scheme' and 'bands_ref' must stand together")]),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), NAMES)
def test_a_name_that_leads_nowhere_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)


CONDITIONS: list[Planted] = [
    (CAT, "path: node.1.percent", "path: node.9.percent", [(0, "gates.1.when.all.2.path: there is no node '9'")]),
    (
        CAT,
        "path: total.percent",
        "path: total.per_cent",
        [(0, "gates.1.when.all.1.path: no condition can read 'total.per_cent'")],
    ),
    (
        CAT,
        "path: total.percent, op: gte, value: 30",
        "path: total.percent, op: gte, value: 130",
        [(0, "gates.1.when.all.1.value: 'total.percent' lies between 0 and 100, so it is never 130")],
    ),
    (
        PM,
        "path: total.assessor, op: gte, value: 400",
        "path: total.assessor, op: gte, value: 501",
        [(0, "gates.1.when.all.1.value: 'total.assessor' lies between 0 and 500, so it is never 501")],
    ),
    (
        PM,
        "path: profile.complete, op: eq, value: true",
        "path: profile.complete, op: eq, value: 1",
        [(0, "gates.1.when.all.2.value: 'profile.complete' cannot be compared with this sort of value")],
    ),
    (
        PM,
        "path: profile.complete, op: eq, value: true",
        "path: profile.complete, op: gte, value: true",
        [(0, "gates.1.when.all.2.op: a truth value can only be compared by eq or ne")],
    ),
    (
        PM,
        "{path: total.assessor, op: gte, value: 400}",
        "{path: total.assessor, op: gte}",
        [(0, "gates.1.when.all.1: a condition is either 'all', or 'any', or 'path' with 'op' and 'value'")],
    ),
    (
        PM,
        "{path: total.assessor, op: gte, value: 400}",
        "total.assessor >= 400",
        [(0, "gates.1.when.all.1: this must hold named parts")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), CONDITIONS)
def test_an_impossible_condition_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)
