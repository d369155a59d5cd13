"""Certificates of assessors' service, and their letter numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0026"
down_revision = "0025"

_IN_FORCE = sa.text("voided_at is null")
_PAPERS = ("receipt_id", "programme_id", "appeal_id", "decision_id")


def upgrade() -> None:
    """Make the table, and the column of the register."""
    op.create_table(
        "service_certificates",
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("service", JSON, nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["people.id"], name=op.f("fk_service_certificates_assessor_id_people")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_service_certificates_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people.id"], name=op.f("fk_service_certificates_issued_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_certificates")),
        sa.UniqueConstraint("assessor_id", "cycle_id", name=op.f("uq_service_certificates_assessor_id_cycle_id")),
        sa.UniqueConstraint("code", name=op.f("uq_service_certificates_code")),
    )
    op.create_index(op.f("ix_service_certificates_assessor_id"), "service_certificates", ["assessor_id"])
    op.create_index(op.f("ix_service_certificates_cycle_id"), "service_certificates", ["cycle_id"])
    with op.batch_alter_table("letter_numbers") as table:
        table.add_column(sa.Column("service_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_letter_numbers_service_id_service_certificates"), "service_certificates", ["service_id"], ["id"]
        )
        table.create_index(op.f("ix_letter_numbers_service_id"), ["service_id"], unique=False)
        table.drop_constraint(op.f("ck_letter_numbers_of_one_paper"), type_="check")
        table.create_check_constraint(op.f("ck_letter_numbers_of_one_paper"), _one_of(*_PAPERS, "service_id"))
    op.create_index(
        "ix_letter_numbers_one_of_a_service",
        "letter_numbers",
        ["service_id"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_letter_numbers_one_of_a_service", "letter_numbers")
    op.execute("delete from letter_numbers where service_id is not null")
    with op.batch_alter_table("letter_numbers") as table:
        table.drop_constraint(op.f("ck_letter_numbers_of_one_paper"), type_="check")
        table.create_check_constraint(op.f("ck_letter_numbers_of_one_paper"), _one_of(*_PAPERS))
        table.drop_index(op.f("ix_letter_numbers_service_id"))
        table.drop_constraint(op.f("fk_letter_numbers_service_id_service_certificates"), type_="foreignkey")
        table.drop_column("service_id")
    op.drop_table("service_certificates")


def _one_of(*columns: str) -> str:
    return " + ".join(f"(case when {column} is null then 0 else 1 end)" for column in columns) + " = 1"
