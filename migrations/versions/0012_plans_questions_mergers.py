"""Improvement plans, questions to OPDC, agencies merged, office mailboxes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "programme_questions",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_text", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text != ''", name=op.f("ck_programme_questions_a_question_says_something")),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by_id is null)",
            name=op.f("ck_programme_questions_an_answer_has_a_time_and_a_person"),
        ),
        sa.CheckConstraint(
            "(published_at is null) = (public_text is null) and (published_at is null or answer is not null)",
            name=op.f("ck_programme_questions_only_an_answer_is_published"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_programme_questions_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_programme_questions_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_programme_questions_asked_by_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_questions_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_questions")),
    )
    with op.batch_alter_table("programme_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_questions_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_questions_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "improvement_plans",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_improvement_plans_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["people.id"], name=op.f("fk_improvement_plans_started_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_plans")),
        sa.UniqueConstraint("application_id", name=op.f("uq_improvement_plans_application_id")),
    )
    op.create_table(
        "improvement_actions",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "under_way",
                "done",
                "dropped",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "text != '' and owner_name != ''", name=op.f("ck_improvement_actions_an_action_says_what_and_who")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_improvement_actions_changed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["improvement_plans.id"], name=op.f("fk_improvement_actions_plan_id_improvement_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_actions")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_improvement_actions_plan_id_position")),
    )
    with op.batch_alter_table("improvement_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_actions_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_follow_ups",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "months > 0 and 0 <= done and done <= total", name=op.f("ck_plan_follow_ups_counts_run_forward")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["improvement_plans.id"], name=op.f("fk_plan_follow_ups_plan_id_improvement_plans")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_plan_follow_ups_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_follow_ups")),
        sa.UniqueConstraint("plan_id", "months", name=op.f("uq_plan_follow_ups_plan_id_months")),
    )
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office_email", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_agencies_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_agencies_merged_into_id_agencies"), "agencies", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_agencies_merged_has_a_time"), "(merged_into_id is null) = (merged_at is null)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_agencies_merged_is_closed"), "merged_into_id is null or not is_active"
        )

    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_as_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_applications_entered_as_id_agencies"), "agencies", ["entered_as_id"], ["id"]
        )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_applications_entered_as_id_agencies"), type_="foreignkey")
        batch_op.drop_column("entered_as_id")

    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_agencies_merged_has_a_time"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_agencies_merged_is_closed"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_agencies_merged_into_id_agencies"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_agencies_merged_into_id"))
        batch_op.drop_column("merged_at")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("office_email")

    op.drop_table("plan_follow_ups")
    with op.batch_alter_table("improvement_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_improvement_actions_plan_id"))

    op.drop_table("improvement_actions")
    op.drop_table("improvement_plans")
    with op.batch_alter_table("programme_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_questions_programme_id"))
        batch_op.drop_index(batch_op.f("ix_programme_questions_agency_id"))

    op.drop_table("programme_questions")
