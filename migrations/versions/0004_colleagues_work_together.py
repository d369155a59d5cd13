"""Colleagues share a document: owners of parts, comments, presence."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "colleague_comments",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text != ''", name=op.f("ck_colleague_comments_a_comment_says_something")),
        sa.CheckConstraint(
            "(resolved_at is null) = (resolved_by_id is null)",
            name=op.f("ck_colleague_comments_resolved_has_a_time_and_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_colleague_comments_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_colleague_comments_author_id_people")),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["people.id"], name=op.f("fk_colleague_comments_resolved_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_comments")),
    )
    with op.batch_alter_table("colleague_comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_colleague_comments_application_id_part_id", ["application_id", "part_id"], unique=False
        )

    op.create_table(
        "part_care",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("ready_by_id", sa.Uuid(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_mark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ready_at is null) = (ready_by_id is null) and (ready_at is null) = (ready_mark is null)",
            name=op.f("ck_part_care_ready_has_a_time_a_person_and_a_mark"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_part_care_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_part_care_owner_id_people")),
        sa.ForeignKeyConstraint(["ready_by_id"], ["people.id"], name=op.f("fk_part_care_ready_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_care")),
        sa.UniqueConstraint("application_id", "part_id", name=op.f("uq_part_care_application_id_part_id")),
    )
    with op.batch_alter_table("part_care", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_care_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "presences",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_presences_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presences_person_id_people")),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_presences")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("presences")
    with op.batch_alter_table("part_care", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_care_owner_id"))

    op.drop_table("part_care")
    with op.batch_alter_table("colleague_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_colleague_comments_application_id_part_id")

    op.drop_table("colleague_comments")
