"""A letter number may be that of a single decision."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_IN_FORCE = sa.text("voided_at is null")
_PAPERS = ("receipt_id", "programme_id", "appeal_id")


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("letter_numbers") as table:
        table.add_column(sa.Column("decision_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_letter_numbers_decision_id_decisions"), "decisions", ["decision_id"], ["id"])
        table.create_index(op.f("ix_letter_numbers_decision_id"), ["decision_id"], unique=False)
        table.drop_constraint(op.f("ck_letter_numbers_of_one_paper"), type_="check")
        table.create_check_constraint(op.f("ck_letter_numbers_of_one_paper"), _one_of(*_PAPERS, "decision_id"))
    op.create_index(
        "ix_letter_numbers_one_of_a_decision",
        "letter_numbers",
        ["decision_id"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )


def downgrade() -> None:
    """Take the column and its numbers away."""
    op.drop_index("ix_letter_numbers_one_of_a_decision", "letter_numbers")
    op.execute("delete from letter_numbers where decision_id is not null")
    with op.batch_alter_table("letter_numbers") as table:
        table.drop_constraint(op.f("ck_letter_numbers_of_one_paper"), type_="check")
        table.create_check_constraint(op.f("ck_letter_numbers_of_one_paper"), _one_of(*_PAPERS))
        table.drop_index(op.f("ix_letter_numbers_decision_id"))
        table.drop_constraint(op.f("fk_letter_numbers_decision_id_decisions"), type_="foreignkey")
        table.drop_column("decision_id")


def _one_of(*columns: str) -> str:
    return " + ".join(f"(case when {column} is null then 0 else 1 end)" for column in columns) + " = 1"
