"""The consensus room: remarks, opinions, what a reason rests on, and every earlier proposal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what members say, and keep what was proposed before."""
    op.create_table(
        "consensus_entry_versions",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consensus_id"],
            ["consensus_sheets.id"],
            name=op.f("fk_consensus_entry_versions_consensus_id_consensus_sheets"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["people.id"], name=op.f("fk_consensus_entry_versions_saved_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_entry_versions")),
        sa.UniqueConstraint(
            "consensus_id", "node_id", "version", name=op.f("uq_consensus_entry_versions_consensus_id_node_id_version")
        ),
    )
    op.create_table(
        "consensus_opinions",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "agrees", "dissents", "absent", name="stance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("value", JSON, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stance = 'absent' or said_by_id = person_id",
            name=op.f("ck_consensus_opinions_members_speak_for_themselves"),
        ),
        sa.CheckConstraint(
            "stance = 'agrees' or words <> ''", name=op.f("ck_consensus_opinions_dissent_and_absence_have_words")
        ),
        sa.ForeignKeyConstraint(
            ["consensus_id"], ["consensus_sheets.id"], name=op.f("fk_consensus_opinions_consensus_id_consensus_sheets")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consensus_opinions_person_id_people")),
        sa.ForeignKeyConstraint(["said_by_id"], ["people.id"], name=op.f("fk_consensus_opinions_said_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_opinions")),
        sa.UniqueConstraint(
            "consensus_id", "node_id", "person_id", name=op.f("uq_consensus_opinions_consensus_id_node_id_person_id")
        ),
    )
    op.create_table(
        "consensus_remarks",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consensus_id"], ["consensus_sheets.id"], name=op.f("fk_consensus_remarks_consensus_id_consensus_sheets")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consensus_remarks_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_remarks")),
    )
    with op.batch_alter_table("consensus_remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consensus_remarks_consensus_id"), ["consensus_id"], unique=False)

    with op.batch_alter_table("consensus_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evidence", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("to_verify", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again."""

    with op.batch_alter_table("consensus_entries", schema=None) as batch_op:
        batch_op.drop_column("to_verify")
        batch_op.drop_column("evidence")

    with op.batch_alter_table("consensus_remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_remarks_consensus_id"))

    op.drop_table("consensus_remarks")
    op.drop_table("consensus_opinions")
    op.drop_table("consensus_entry_versions")
