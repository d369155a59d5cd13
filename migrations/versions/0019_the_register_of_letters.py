"""The register of official letters."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_IN_FORCE = sa.text("voided_at is null")


def upgrade() -> None:
    """Make the tables, and the one row of settings."""
    op.create_table(
        "letter_register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_letter_register_there_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_register")),
    )
    op.execute("insert into letter_register (id, prefix) values (1, '')")
    op.create_table(
        "letter_numbers",
        sa.Column("year_be", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_by_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_letter_numbers_numbers_begin_at_one")),
        sa.CheckConstraint(
            "(receipt_id is null) != (programme_id is null)", name=op.f("ck_letter_numbers_of_one_paper")
        ),
        sa.CheckConstraint(
            "(voided_at is null) = (voided_by_id is null) and (voided_at is null) = (void_reason = '')",
            name=op.f("ck_letter_numbers_voided_by_somebody_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_letter_numbers_given_by_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_letter_numbers_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_letter_numbers_receipt_id_receipts")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["people.id"], name=op.f("fk_letter_numbers_voided_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_numbers")),
        sa.UniqueConstraint("year_be", "number", name=op.f("uq_letter_numbers_year_be_number")),
    )
    op.create_index(op.f("ix_letter_numbers_receipt_id"), "letter_numbers", ["receipt_id"])
    op.create_index(op.f("ix_letter_numbers_programme_id"), "letter_numbers", ["programme_id"])
    for name, column in (
        ("ix_letter_numbers_one_of_a_receipt", "receipt_id"),
        ("ix_letter_numbers_one_of_minutes", "programme_id"),
    ):
        op.create_index(
            name, "letter_numbers", [column], unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE
        )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("letter_numbers")
    op.drop_table("letter_register")
