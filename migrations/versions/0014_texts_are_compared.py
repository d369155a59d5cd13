"""The index of texts, and what was found alike."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; the index is empty, so the worker prints every snapshot there is."""
    op.create_table(
        "likeness_index",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prints", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_likeness_index_there_is_one_index")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_index")),
    )
    op.execute("insert into likeness_index (id, prints) values (1, '')")
    op.create_table(
        "text_comparisons",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_text_comparisons_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_text_comparisons_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_comparisons")),
        sa.UniqueConstraint("snapshot_id", name=op.f("uq_text_comparisons_snapshot_id")),
    )
    op.create_index(op.f("ix_text_comparisons_application_id"), "text_comparisons", ["application_id"])
    op.create_table(
        "text_sections",
        sa.Column("key", KEY, nullable=False),
        sa.Column("comparison_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.CheckConstraint("letters > 0", name=op.f("ck_text_sections_a_section_has_letters")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_text_sections_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["comparison_id"],
            ["text_comparisons.id"],
            name=op.f("fk_text_sections_comparison_id_text_comparisons"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_text_sections")),
    )
    op.create_index(op.f("ix_text_sections_application_id"), "text_sections", ["application_id"])
    op.create_index(op.f("ix_text_sections_comparison_id"), "text_sections", ["comparison_id"])
    op.create_table(
        "text_prints",
        sa.Column("print", KEY, autoincrement=False, nullable=False),
        sa.Column("section_key", KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["section_key"],
            ["text_sections.key"],
            name=op.f("fk_text_prints_section_key_text_sections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("print", "section_key", name=op.f("pk_text_prints")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_text_prints_section_key"), "text_prints", ["section_key"])
    op.create_table(
        "text_matches",
        sa.Column("section_key", KEY, nullable=False),
        sa.Column("other_key", KEY, nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("section_key != other_key", name=op.f("ck_text_matches_no_text_is_its_own_copy")),
        sa.CheckConstraint("matched > 0", name=op.f("ck_text_matches_a_match_has_letters")),
        sa.ForeignKeyConstraint(
            ["other_key"],
            ["text_sections.key"],
            name=op.f("fk_text_matches_other_key_text_sections"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_key"],
            ["text_sections.key"],
            name=op.f("fk_text_matches_section_key_text_sections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_matches")),
        sa.UniqueConstraint("section_key", "other_key", name=op.f("uq_text_matches_section_key_other_key")),
    )
    op.create_index(op.f("ix_text_matches_other_key"), "text_matches", ["other_key"])


def downgrade() -> None:
    """Drop them."""
    for table in ("text_matches", "text_prints", "text_sections", "text_comparisons", "likeness_index"):
        op.drop_table(table)
