"""Site visits: schedule, participants, points to verify with their findings, files of a visit, calendar files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what a visit plans and finds."""
    with op.batch_alter_table("site_visits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agenda", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_site_visits_a_schedule_has_both_ends"),
            "(starts_at is null) = (ends_at is null) and (starts_at is null) = (scheduled_at is null)",
        )

    op.create_table(
        "visit_participants",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visit_participants_person_id_people")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["site_visits.id"], name=op.f("fk_visit_participants_visit_id_site_visits")
        ),
        sa.PrimaryKeyConstraint("visit_id", "person_id", name=op.f("pk_visit_participants")),
    )
    with op.batch_alter_table("visit_participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_participants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "visit_points",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "verified", "refuted", "not_seen", name="finding", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("finding is null or note <> ''", name=op.f("ck_visit_points_a_finding_is_told")),
        sa.CheckConstraint(
            "(finding is null) = (settled_at is null) and (finding is null) = (settled_by_id is null)",
            name=op.f("ck_visit_points_a_finding_has_a_time_and_a_person"),
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_visit_points_settled_by_id_people")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visits.id"], name=op.f("fk_visit_points_visit_id_site_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_points")),
    )
    with op.batch_alter_table("visit_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_points_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_files",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_visit_files_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["point_id"], ["visit_points.id"], name=op.f("fk_visit_files_point_id_visit_points")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_visit_files")),
    )
    with op.batch_alter_table("visit_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_files_point_id"), ["point_id"], unique=False)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again."""

    with op.batch_alter_table("site_visits", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_site_visits_a_schedule_has_both_ends"), type_="check")
        batch_op.drop_column("scheduled_at")
        batch_op.drop_column("revision")
        batch_op.drop_column("agenda")
        batch_op.drop_column("place")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("starts_at")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    with op.batch_alter_table("visit_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_files_point_id"))

    op.drop_table("visit_files")
    with op.batch_alter_table("visit_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_points_visit_id"))

    op.drop_table("visit_points")
    with op.batch_alter_table("visit_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_participants_person_id"))

    op.drop_table("visit_participants")
