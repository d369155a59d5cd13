"""Interests confirmed and lifted, wishes of assessors, void consensuses, and plans that change what is in force."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0008"
down_revision = "0007"

RECORDED = "recorded_at is not null and recorded_by_id is not null and sha256 is not null"


def upgrade() -> None:
    """Add what is new; rows there already keep their meaning."""
    _interests()
    _proposals()
    _consensus()
    _plans()
    _wishes()


def _interests() -> None:
    with op.batch_alter_table("declared_interests") as table:
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("confirmed_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("confirmation", sa.String(), nullable=True))
        table.create_foreign_key(
            op.f("fk_declared_interests_confirmed_by_id_people"), "people", ["confirmed_by_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_declared_interests_confirmed_by_someone_with_a_reason"),
            "(confirmed_at is null) = (confirmed_by_id is null) and (confirmed_at is null) = (confirmation is null)",
        )


def _proposals() -> None:
    with op.batch_alter_table("proposals") as table:
        table.add_column(sa.Column("interest_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_proposals_interest_id_declared_interests"), "declared_interests", ["interest_id"], ["id"]
        )
        table.create_index(op.f("ix_proposals_interest_id"), ["interest_id"], unique=False)
        table.drop_constraint(op.f("ck_proposals_about_one_thing"), type_="check")
        table.create_check_constraint(
            op.f("ck_proposals_about_one_thing"),
            "(case when application_id is null then 0 else 1 end) + (case when programme_id is null then 0 else 1 end)"
            " + (case when interest_id is null then 0 else 1 end) = 1",
        )


def _consensus() -> None:
    with op.batch_alter_table("consensus_sheets") as table:
        table.drop_constraint(op.f("ck_consensus_sheets_consensusstate"), type_="check")
        table.create_check_constraint(
            op.f("ck_consensus_sheets_consensusstate"), "state in ('open', 'recorded', 'void')"
        )
        table.drop_constraint(op.f("ck_consensus_sheets_recorded_has_a_time_a_person_and_a_hash"), type_="check")
        table.create_check_constraint(
            op.f("ck_consensus_sheets_recorded_has_a_time_a_person_and_a_hash"), f"(state = 'recorded') <= ({RECORDED})"
        )
        table.create_check_constraint(
            op.f("ck_consensus_sheets_open_is_not_recorded"), "(state = 'open') <= (recorded_at is null)"
        )
        table.drop_constraint(op.f("uq_consensus_sheets_application_id_stage_id"), type_="unique")
        table.create_index(
            "ix_consensus_sheets_one_that_counts",
            ["application_id", "stage_id"],
            unique=True,
            sqlite_where=sa.text("state != 'void'"),
            postgresql_where=sa.text("state != 'void'"),
        )


def _plans() -> None:
    scopes = sa.Enum("waiting", "short", "open", name="planscope", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("assignment_plans") as table:
        table.add_column(sa.Column("scope", scopes, nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=True))
        table.add_column(sa.Column("locked", JSON, nullable=True))
        table.add_column(sa.Column("before", JSON, nullable=True))
    op.execute("update assignment_plans set scope = 'waiting', version = 1, locked = '[]', before = '[]'")
    with op.batch_alter_table("assignment_plans") as table:
        table.alter_column("scope", existing_type=sa.String(40), nullable=False)
        table.alter_column("version", existing_type=sa.Integer(), nullable=False)
        table.alter_column("locked", existing_type=JSON, nullable=False)
        table.alter_column("before", existing_type=JSON, nullable=False)
        table.alter_column("proposed_by_id", existing_type=sa.Uuid(), nullable=True)


def _wishes() -> None:
    op.create_table(
        "assessor_wishes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "wish",
            sa.Enum("want", "can", "rather_not", name="wish", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assessor_wishes_person_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_assessor_wishes_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_wishes")),
        sa.UniqueConstraint("person_id", "programme_id", name=op.f("uq_assessor_wishes_person_id_programme_id")),
    )
    with op.batch_alter_table("assessor_wishes") as table:
        table.create_index(op.f("ix_assessor_wishes_programme_id"), ["programme_id"], unique=False)
