"""What the decision workbook holds of an entry that went through several panels: each of them, the outcome last."""

from __future__ import annotations

from app.queries.decision_workbook import decision_table
from tests.before_committee import agreed_by_panel
from tests.rounds import certified
from tests.statements import count_statements
from tests.world import World


def test_every_stage_that_agreed_has_a_row_with_its_own_sheets_and_the_last_has_the_outcome(world: World) -> None:
    application = certified(world)
    rows = decision_table(application.programme, world.officer, "th").rows
    stages = [each for each in application.programme.stages if each.panel_size]
    assert len(stages) > 1
    assert [(row.application, row.stage) for row in rows] == [(application, stage) for stage in stages]
    assert [len(row.voices) for row in rows] == [stage.panel_size for stage in stages]
    assert all(row.agreed is not None and row.agreed.total is not None for row in rows)
    assert [(row.decided, row.is_last) for row in rows] == [
        *[(None, False)] * (len(stages) - 1),
        (application.award, True),
    ]
    assert [row.by_rule is None for row in rows] == [not row.is_last for row in rows]


def test_an_entry_more_needs_no_statement_more(world: World) -> None:
    agreed_by_panel(world)
    with count_statements() as few:
        decision_table(world.programme, world.officer, "th")
    agreed_by_panel(world, agency=world.other_agency)
    with count_statements() as more:
        assert len(decision_table(world.programme, world.officer, "th").rows) == 2
    assert len(more) == len(few)
