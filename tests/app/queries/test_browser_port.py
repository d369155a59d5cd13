"""The browser's live totals are the server's: the script in `app/static/js` is run on the same patterns as the rule.

Node runs it: the machine's own or, where there is none, the one that Playwright brings along, so this test always runs.
Whole sheets of every edition of the method: ticks, indicators half typed and whole, levels, categories, total, band,
what the next band lacks and the "Bureaucracy n.n" reading. 10,000 an edition in proof.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from app.queries.applicant_scores import self_scores
from app.views.formatting import whole_above
from rubrics import published_rubrics
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from tests.rubrics.invented import invented_editions
from tests.workflows.scoring.proof import IS_PROOF
from workflows.scoring.browser_rules import browser_rules
from workflows.scoring.exact import exact, printed_figure, truncated_figure, two_decimals
from workflows.scoring.printing import bureaucracy_index
from workflows.scoring.standing import standing_at

SCRIPT = Path(__file__).parents[3] / "app" / "static" / "js" / "pmqa40-score.js"
with invented_editions():  # the next edition is a file only: the browser reads it as it reads the published ones
    EDITIONS = [rubric for rubric in published_rubrics().values() if rubric.method is Method.LEVEL_CHECKLIST]
PATTERNS = 10_000 if IS_PROOF else 100
RUN_SHEETS = """
const { stdin, stdout } = process;
let text = "";
for await (const part of stdin) text += part;
const { sheets, rules } = JSON.parse(text);
const shown = (value) =>
  value && { exact: `${value.n}/${value.d}`, printed: printedFigure(value), truncated: truncatedFigure(value),
    raised: raisedFigure(value), points: pointsFigure(value) };
const readItem = ({ id, levels, indicators }) =>
  levels ? { id, ...itemScore(levels) } : { id, score: resultsScore(indicators, rules.kpi) };
stdout.write(JSON.stringify(sheets.map((categories) => {
  const read = categories.map(({ id, items }) => ({ id, items: items.map(readItem) }));
  const items = read.flatMap((category) => category.items);
  const { categories: figures, total, atLeast, unscored } = categoryAndTotal(read);
  const { band, next, lacking } = standing(atLeast, rules.bands);
  return {
    items: items.map(({ score }) => shown(score)),
    levels: items.filter(({ level }) => level).map(({ level }) => level),
    categories: Object.values(figures).map(shown), total: shown(total), atLeast: shown(atLeast), unscored,
    band, next, lacking: shown(lacking), index: bureaucracyIndex(atLeast, rules.index, rules.maximum),
  };
})));
"""


def node_program() -> str:
    return shutil.which("node") or compute_driver_executable()[0]


def run_script(program: str, tail: str, given: object) -> Any:
    source = SCRIPT.read_text(encoding="utf-8") + tail
    command = [program, "--input-type=module", "--eval", source]
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=120, check=False)
    assert answer.stderr == ""
    return json.loads(answer.stdout)


def shown(value: Decimal | None) -> dict[str, str] | None:
    if value is None:
        return None
    whole: Fraction = exact(value)
    return {
        "exact": f"{whole.numerator}/{whole.denominator}",
        "printed": printed_figure(value),
        "truncated": truncated_figure(value),
        "raised": whole_above(value),
        "points": two_decimals(value),
    }


def random_answers(rubric: Rubric, chance: random.Random) -> dict[str, Any]:
    """What an agency may have filled in so far: each item reaches some level and a part of the next ones."""
    answers: dict[str, Any] = {}
    for item in rubric.leaves:
        full = chance.randint(-1, len(item.levels))
        for place, level in enumerate(item.levels):
            for point in level.checkpoints:
                answers[f"tick.{point.id}"] = place < full or chance.random() < 0.5
        if item.kpi is not None:
            answers[f"kpis.{item.id}"] = [random_row(item, chance) for _ in range(chance.choice([0, 1, 1, 2, 3]))]
    return answers


def random_row(item: Node, chance: random.Random) -> dict[str, str]:
    """An indicator as it is stored, its figures often at the edges of a step, some of them missing."""
    target = chance.choice(["", "0", "100", "90", "7.3", str(chance.randint(1, 5000) / 100)])
    near = Decimal(target or "100") * chance.choice([Decimal(1), Decimal("1.01"), Decimal("1.05"), Decimal("0.5")])
    actual = chance.choice(
        ["", "-3", format(near, "f"), format(near + Decimal("0.01"), "f"), str(chance.randint(0, 120))]
    )
    example = chance.choice([each.id for each in item.examples] or [""]) if chance.random() < 0.5 else ""
    return {"example": example, "actual": actual, "target": target, "direction": chance.choice(["more", "less"])}


def for_the_browser(rubric: Rubric, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The same answers as the page holds them."""
    return [
        {"id": category.id, "items": [_item(item, answers) for item in category.nodes]} for category in rubric.nodes
    ]


def _item(item: Node, answers: dict[str, Any]) -> dict[str, Any]:
    if item.kpi is not None:
        ramps = {example.id: example.ramp for example in item.examples}
        return {"id": item.id, "indicators": [_indicator(row, ramps) for row in answers[f"kpis.{item.id}"]]}
    levels = [
        {
            "code": level.code,
            "points": str(level.points),
            "ticked": sum(answers[f"tick.{point.id}"] for point in level.checkpoints),
            "checkpoints": len(level.checkpoints),
        }
        for level in item.levels
    ]
    return {"id": item.id, "levels": levels}


def _indicator(row: dict[str, str], ramps: dict[str, Any]) -> dict[str, str]:
    ramp = ramps.get(row["example"])
    return {**row, "floor": str(ramp.floor) if ramp else "", "ceiling": str(ramp.ceiling) if ramp else ""}


def expected(rubric: Rubric, answers: dict[str, Any]) -> dict[str, object]:
    """What the server makes of the answers."""
    scores = self_scores(rubric, answers).scores
    here = standing_at(rubric.bands, scores.at_least)
    return {
        "items": [shown(scores.nodes[leaf.id]) for leaf in rubric.leaves],
        "levels": [level.value for level in scores.levels.values() if level],
        "categories": [shown(scores.nodes[category.id]) for category in rubric.nodes],
        "total": shown(scores.total),
        "atLeast": shown(scores.at_least),
        "unscored": list(scores.unscored),
        "band": here.band.code,
        "next": here.next.code if here.next else None,
        "lacking": shown(here.lacking),
        "index": str(bureaucracy_index(rubric, scores.at_least)),
    }


@pytest.mark.parametrize("rubric", EDITIONS, ids=lambda rubric: str(rubric.full_id))
def test_the_browser_scores_random_sheets_as_the_server_does(rubric: Rubric) -> None:
    chance = random.Random(2564)
    answers = [random_answers(rubric, chance) for _ in range(PATTERNS)]
    given = {"sheets": [for_the_browser(rubric, each) for each in answers], "rules": browser_rules(rubric)}
    read = run_script(node_program(), RUN_SHEETS, given)
    due = [expected(rubric, each) for each in answers]
    unequal = [(mine, theirs) for mine, theirs in zip(read, due, strict=True) if mine != theirs]
    assert unequal[:1] == []


@pytest.mark.parametrize("text", ["", "-1", "1e2", "1/0", "1.5/2", "NaN", "๕"])
def test_the_browser_refuses_what_is_no_figure(text: str) -> None:
    tail = (
        "\nlet said = '';\ntry { figure(%s); } catch (error) { said = error.name; }\nconsole.log(JSON.stringify(said));"
    )
    assert run_script(node_program(), tail % json.dumps(text), None) == "RangeError"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250.50", "2501/2"),
        ("๙๑.๕", "183/2"),
        ("-3", "-3/1"),
        ("", None),
        ("1e2", None),
        ("1" * 16, None),
        ("ก", None),
    ],
)
def test_the_browser_reads_a_number_as_it_is_typed(text: str, value: str | None) -> None:
    tail = "\nconst read = typedNumber(%s);\nconsole.log(JSON.stringify(read && `${read.n}/${read.d}`));"
    assert run_script(node_program(), tail % json.dumps(text), None) == value
