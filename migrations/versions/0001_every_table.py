"""Every table of Lertrat."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "agencies",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ministry",
                "department",
                "province",
                "public_organisation",
                "state_enterprise",
                "university",
                "independent",
                "local_government",
                "responsible_unit",
                name="agencykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_th", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("ministry_id", sa.Uuid(), nullable=True),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ministry_id"], ["agencies.id"], name=op.f("fk_agencies_ministry_id_agencies")),
        sa.ForeignKeyConstraint(["parent_id"], ["agencies.id"], name=op.f("fk_agencies_parent_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
    )
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agencies_ministry_id"), ["ministry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agencies_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agencies_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "cycles",
        sa.Column("year_be", sa.Integer(), nullable=False),
        sa.Column("title_th", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("year_be between 2500 and 2700", name=op.f("ck_cycles_year_is_buddhist_era")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        sa.UniqueConstraint("year_be", name=op.f("uq_cycles_year_be")),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_events_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_subject"), ["subject"], unique=False)

    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_there_is_one_head")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "ledger_seals",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_seals")),
    )
    op.create_table(
        "people",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name_th", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("ledger_ref", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language in ('th', 'en')", name=op.f("ck_people_language_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("ledger_ref", name=op.f("uq_people_ledger_ref")),
        sa.UniqueConstraint("session_key", name=op.f("uq_people_session_key")),
    )
    op.create_table(
        "personal_values",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_values")),
        sa.UniqueConstraint("ref", name=op.f("uq_personal_values_ref")),
    )
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_files_size_is_not_negative")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "assessor_profiles",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_agency_id", sa.Uuid(), nullable=False),
        sa.Column("can_lead", sa.Boolean(), nullable=False),
        sa.Column("branches", JSON, nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("min_load", sa.Integer(), nullable=False),
        sa.Column("max_load", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= min_load and min_load <= max_load", name=op.f("ck_assessor_profiles_loads_run_forward")
        ),
        sa.ForeignKeyConstraint(
            ["home_agency_id"], ["agencies.id"], name=op.f("fk_assessor_profiles_home_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assessor_profiles_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_assessor_profiles")),
    )
    op.create_table(
        "declarations",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_declarations_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_declarations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("person_id", "cycle_id", name=op.f("uq_declarations_person_id_cycle_id")),
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name_th", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "coordinator",
                "head",
                "delegate",
                "assessor",
                "lead_assessor",
                "officer",
                "director",
                "judge",
                "adviser",
                "administrator",
                "auditor",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("branch", sa.String(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_invitations_agency_id_agencies")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["people.id"], name=op.f("fk_invitations_invited_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "jobs",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'running') = (lease_until is not null)", name=op.f("ck_jobs_running_has_a_lease")),
        sa.CheckConstraint("progress between 0 and 100", name=op.f("ck_jobs_progress_is_a_percentage")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_jobs_created_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_jobs_dedupe_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_lease_until", ["state", "lease_until"], unique=False)

    op.create_table(
        "messages",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "sent", "failed", name="messagestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at is not null)", name=op.f("ck_messages_sent_has_a_time")),
        sa.ForeignKeyConstraint(["recipient_id"], ["people.id"], name=op.f("fk_messages_recipient_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_messages_dedupe_key")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index("ix_messages_state_next_attempt_at", ["state", "next_attempt_at"], unique=False)

    op.create_table(
        "programmes",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.String(), nullable=False),
        sa.Column("rubric_sha256", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("title_th", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("report_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessing_body_id", sa.Uuid(), nullable=True),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "feedback_released_at is null or announced_at is not null",
            name=op.f("ck_programmes_feedback_after_announcement"),
        ),
        sa.CheckConstraint("grace_minutes >= 0", name=op.f("ck_programmes_grace_is_not_negative")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_programmes_opens_before_it_closes")),
        sa.CheckConstraint(
            "report_closes_at is null or closes_at < report_closes_at",
            name=op.f("ck_programmes_report_closes_after_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["assessing_body_id"], ["agencies.id"], name=op.f("fk_programmes_assessing_body_id_agencies")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_programmes_cycle_id_cycles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("cycle_id", "rubric_id", name=op.f("uq_programmes_cycle_id_rubric_id")),
    )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programmes_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "coordinator",
                "head",
                "delegate",
                "assessor",
                "lead_assessor",
                "officer",
                "director",
                "judge",
                "adviser",
                "administrator",
                "auditor",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("branch", sa.String(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(role in ('contributor', 'coordinator', 'head', 'delegate')) = (agency_id is not null)",
            name=op.f("ck_role_grants_agency_roles_are_held_on_an_agency"),
        ),
        sa.CheckConstraint(
            "role != 'delegate' or (starts_on is not null and ends_on is not null)",
            name=op.f("ck_role_grants_a_delegate_has_dates"),
        ),
        sa.CheckConstraint(
            "role in ('officer', 'director', 'judge', 'adviser') or branch is null",
            name=op.f("ck_role_grants_branch_only_for_branch_roles"),
        ),
        sa.CheckConstraint(
            "role not in ('lead_assessor', 'system')", name=op.f("ck_role_grants_not_a_seat_and_not_the_system")
        ),
        sa.CheckConstraint(
            "starts_on is null or ends_on is null or starts_on <= ends_on",
            name=op.f("ck_role_grants_dates_run_forward"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_role_grants_agency_id_agencies")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_extensions_agency_id_agencies")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_extensions_granted_by_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_extensions_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "number_confirmations",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_number_confirmations_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_number_confirmations_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_confirmations")),
        sa.UniqueConstraint("programme_id", "path", name=op.f("uq_number_confirmations_programme_id_path")),
    )
    with op.batch_alter_table("number_confirmations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_confirmations_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "past_agencies",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_past_agencies_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["assessor_profiles.person_id"], name=op.f("fk_past_agencies_person_id_assessor_profiles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_agencies")),
    )
    with op.batch_alter_table("past_agencies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_agencies_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stages",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title_th", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("panel_size", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enter_when", JSON, nullable=True),
        sa.Column("gate", JSON, nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "opens_at is null or closes_at is null or opens_at < closes_at",
            name=op.f("ck_stages_opens_before_it_closes"),
        ),
        sa.CheckConstraint("panel_size is null or panel_size > 0", name=op.f("ck_stages_a_panel_has_members")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_stages_programme_id_programmes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_stages_programme_id_code")),
    )
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stages_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "applications",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("title_th", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("responsible_unit", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_approval",
                "submitted",
                "screening",
                "returned",
                "screened_out",
                "passed",
                "report_due",
                "report_submitted",
                "assessment",
                "consensus",
                "site_visit",
                "committee",
                "decided",
                "announced",
                "not_advanced",
                "withdrawn",
                "disqualified",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum("entry", "report", name="phase", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "resumes_as",
            sa.Enum(
                "draft",
                "awaiting_approval",
                "submitted",
                "screening",
                "returned",
                "screened_out",
                "passed",
                "report_due",
                "report_submitted",
                "assessment",
                "consensus",
                "site_visit",
                "committee",
                "decided",
                "announced",
                "not_advanced",
                "withdrawn",
                "disqualified",
                name="resumable_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_sections", JSON, nullable=False),
        sa.Column("return_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_returned", sa.Integer(), nullable=False),
        sa.Column("award", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'announced') <= (announced_at is not null)", name=op.f("ck_applications_announced_has_a_time")
        ),
        sa.CheckConstraint(
            "(state = 'awaiting_approval') = (resumes_as is not null)",
            name=op.f("ck_applications_awaiting_approval_knows_its_way_back"),
        ),
        sa.CheckConstraint(
            "(state = 'returned') <= (return_due_at is not null)", name=op.f("ck_applications_returned_has_a_due_time")
        ),
        sa.CheckConstraint(
            "(state in ('decided', 'announced')) <= (award is not null and decided_at is not null)",
            name=op.f("ck_applications_decided_has_an_award_and_a_time"),
        ),
        sa.CheckConstraint(
            "submitted_at is not null or state in ('draft', 'awaiting_approval', 'withdrawn', 'disqualified')",
            name=op.f("ck_applications_submitted_once_not_draft"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_applications_agency_id_agencies")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_applications_created_by_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_applications_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_applications_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("code", name=op.f("uq_applications_code")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_applications_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index("ix_applications_programme_id_state", ["programme_id", "state"], unique=False)

    op.create_table(
        "assignment_plans",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "published",
                "set_aside",
                name="planstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pairs", JSON, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at is not null and published_by_id is not null)",
            name=op.f("ck_assignment_plans_published_has_a_time_and_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_assignment_plans_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_assignment_plans_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_assignment_plans_published_by_id_people")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_assignment_plans_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_plans")),
    )
    with op.batch_alter_table("assignment_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_plans_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "advice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_advice_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_advice_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_application_id"), ["application_id"], unique=False)

    op.create_table(
        "answer_versions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_answer_versions_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_answer_versions_saved_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_versions")),
        sa.UniqueConstraint(
            "application_id", "field", "version", name=op.f("uq_answer_versions_application_id_field_version")
        ),
    )
    op.create_table(
        "answers",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_answers_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_answers_saved_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("application_id", "field", name=op.f("uq_answers_application_id_field")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_application_id"), ["application_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "published",
                "accepted",
                "declined",
                "void",
                name="assignmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state in ('declined', 'void')) <= (reason != '')", name=op.f("ck_assignments_leaving_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_assignments_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["people.id"], name=op.f("fk_assignments_assessor_id_people")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_assignments_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint(
            "application_id", "stage_id", "assessor_id", name=op.f("uq_assignments_application_id_stage_id_assessor_id")
        ),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_assessor_id"), ["assessor_id"], unique=False)
        batch_op.create_index(
            "ix_assignments_one_lead",
            ["application_id", "stage_id"],
            unique=True,
            sqlite_where=sa.text("is_lead and state in ('published', 'accepted')"),
            postgresql_where=sa.text("is_lead and state in ('published', 'accepted')"),
        )

    op.create_table(
        "co_owners",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_co_owners_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_co_owners_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("application_id", "agency_id", name=op.f("pk_co_owners")),
    )
    op.create_table(
        "consensus_sheets",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "recorded", name="consensusstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'recorded') = (recorded_at is not null and recorded_by_id is not null and sha256 is not null)",
            name=op.f("ck_consensus_sheets_recorded_has_a_time_a_person_and_a_hash"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_consensus_sheets_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_consensus_sheets_recorded_by_id_people")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_consensus_sheets_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_sheets")),
        sa.UniqueConstraint("application_id", "stage_id", name=op.f("uq_consensus_sheets_application_id_stage_id")),
    )
    with op.batch_alter_table("consensus_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consensus_sheets_application_id"), ["application_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("recused", JSON, nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("proposed_by_id != confirmed_by_id", name=op.f("ck_decisions_two_different_persons")),
        sa.CheckConstraint("quorum > 0", name=op.f("ck_decisions_a_quorum_was_present")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_decisions_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_decisions_confirmed_by_id_people")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_decisions_proposed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("application_id", name=op.f("uq_decisions_application_id")),
    )
    op.create_table(
        "declared_interests",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(agency_id is null) != (application_id is null)",
            name=op.f("ck_declared_interests_in_one_agency_or_one_application"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_declared_interests_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_declared_interests_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_declared_interests_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interests")),
    )
    with op.batch_alter_table("declared_interests", schema=None) as batch_op:
        batch_op.create_index("ix_declared_interests_application_id", ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declared_interests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("clean_sha256", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "quarantined",
                "clean",
                "refused",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'clean') <= (clean_sha256 is not null)", name=op.f("ck_evidence_clean_has_a_stripped_copy")
        ),
        sa.CheckConstraint("(state = 'refused') = (refusal is not null)", name=op.f("ck_evidence_a_refusal_says_why")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_evidence_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["clean_sha256"], ["stored_files.sha256"], name=op.f("fk_evidence_clean_sha256_stored_files")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_evidence_sha256_stored_files")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_evidence_uploaded_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_application_id"), ["application_id"], unique=False)

    op.create_table(
        "feedback_reports",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "released",
                name="feedbackstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", JSON, nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (approved_at is null)", name=op.f("ck_feedback_reports_approved_has_a_time")
        ),
        sa.CheckConstraint(
            "(state = 'released') = (released_at is not null)", name=op.f("ck_feedback_reports_released_has_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_feedback_reports_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_feedback_reports_approved_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_reports")),
        sa.UniqueConstraint("application_id", name=op.f("uq_feedback_reports_application_id")),
    )
    op.create_table(
        "proposals",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "confirmed",
                "refused",
                "expired",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (settled_at is null)", name=op.f("ck_proposals_settled_has_a_time")),
        sa.CheckConstraint(
            "(application_id is null) != (programme_id is null)", name=op.f("ck_proposals_about_one_thing")
        ),
        sa.CheckConstraint(
            "settled_by_id is null or settled_by_id != proposed_by_id", name=op.f("ck_proposals_two_different_persons")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_proposals_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_proposals_programme_id_programmes")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_proposals_proposed_by_id_people")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_proposals_settled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_proposals_one_waiting",
            ["act", "application_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_proposals_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "site_visits",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(is_confirmed is null) = (recorded_at is null)", name=op.f("ck_site_visits_an_outcome_has_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_site_visits_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_site_visits_recorded_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visits")),
        sa.UniqueConstraint("application_id", name=op.f("uq_site_visits_application_id")),
    )
    op.create_table(
        "snapshots",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum("entry", "report", name="phase", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_snapshots_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_snapshots_application_id_number")),
    )
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshots_application_id"), ["application_id"], unique=False)

    op.create_table(
        "consensus_entries",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("strengths", sa.String(), nullable=False),
        sa.Column("opportunities", sa.String(), nullable=False),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consensus_id"], ["consensus_sheets.id"], name=op.f("fk_consensus_entries_consensus_id_consensus_sheets")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_consensus_entries_saved_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_entries")),
        sa.UniqueConstraint("consensus_id", "node_id", name=op.f("uq_consensus_entries_consensus_id_node_id")),
    )
    with op.batch_alter_table("consensus_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consensus_entries_consensus_id"), ["consensus_id"], unique=False)

    op.create_table(
        "evidence_links",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_links_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("evidence_id", "field", name=op.f("pk_evidence_links")),
    )
    op.create_table(
        "receipts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_to_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_receipts_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_receipts_event_id_events"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["issued_to_id"], ["people.id"], name=op.f("fk_receipts_issued_to_id_people")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_receipts_snapshot_id_snapshots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("number", name=op.f("uq_receipts_number")),
        sa.UniqueConstraint("snapshot_id", name=op.f("uq_receipts_snapshot_id")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_application_id"), ["application_id"], unique=False)

    op.create_table(
        "score_sheets",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "submitted", "void", name="sheetstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("total", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'submitted') <= (submitted_at is not null and sha256 is not null)",
            name=op.f("ck_score_sheets_submitted_has_a_time_and_a_hash"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_score_sheets_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["people.id"], name=op.f("fk_score_sheets_assessor_id_people")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_score_sheets_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_score_sheets_snapshot_id_snapshots")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_score_sheets_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheets")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_score_sheets_assignment_id")),
    )
    with op.batch_alter_table("score_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_sheets_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_sheets_assessor_id"), ["assessor_id"], unique=False)

    op.create_table(
        "screening_decisions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "pass",
                "return",
                "screen_out",
                name="screeningoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sections", JSON, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'return') = (due_at is not null)", name=op.f("ck_screening_decisions_a_return_has_a_due_time")
        ),
        sa.CheckConstraint(
            "outcome = 'pass' or reason != ''", name=op.f("ck_screening_decisions_bad_news_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_screening_decisions_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_screening_decisions_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_screening_decisions_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_decisions")),
    )
    with op.batch_alter_table("screening_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_decisions_application_id"), ["application_id"], unique=False)

    op.create_table(
        "screening_findings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.String(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("is_blocking", sa.Boolean(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("params", JSON, nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(is_met is null) = (answered_at is null)", name=op.f("ck_screening_findings_an_answer_has_a_time")
        ),
        sa.CheckConstraint(
            "is_automatic or (answered_by_id is null) = (is_met is null)",
            name=op.f("ck_screening_findings_a_human_answer_has_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_screening_findings_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_screening_findings_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_screening_findings_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_findings")),
        sa.UniqueConstraint("snapshot_id", "check_id", name=op.f("uq_screening_findings_snapshot_id_check_id")),
    )
    with op.batch_alter_table("screening_findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_findings_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_screening_findings_snapshot_id"), ["snapshot_id"], unique=False)

    op.create_table(
        "sheet_entries",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("cannot_judge", sa.Boolean(), nullable=False),
        sa.Column("strengths", sa.String(), nullable=False),
        sa.Column("opportunities", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheets.id"], name=op.f("fk_sheet_entries_sheet_id_score_sheets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_entries")),
        sa.UniqueConstraint("sheet_id", "node_id", name=op.f("uq_sheet_entries_sheet_id_node_id")),
    )
    with op.batch_alter_table("sheet_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_entries_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "sheet_entry_versions",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheets.id"], name=op.f("fk_sheet_entry_versions_sheet_id_score_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_entry_versions")),
        sa.UniqueConstraint(
            "sheet_id", "node_id", "version", name=op.f("uq_sheet_entry_versions_sheet_id_node_id_version")
        ),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("sheet_entry_versions")
    with op.batch_alter_table("sheet_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_entries_sheet_id"))

    op.drop_table("sheet_entries")
    with op.batch_alter_table("screening_findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_findings_snapshot_id"))
        batch_op.drop_index(batch_op.f("ix_screening_findings_application_id"))

    op.drop_table("screening_findings")
    with op.batch_alter_table("screening_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_decisions_application_id"))

    op.drop_table("screening_decisions")
    with op.batch_alter_table("score_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_sheets_assessor_id"))
        batch_op.drop_index(batch_op.f("ix_score_sheets_application_id"))

    op.drop_table("score_sheets")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipts_application_id"))

    op.drop_table("receipts")
    op.drop_table("evidence_links")
    with op.batch_alter_table("consensus_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_entries_consensus_id"))

    op.drop_table("consensus_entries")
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshots_application_id"))

    op.drop_table("snapshots")
    op.drop_table("site_visits")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_programme_id"))
        batch_op.drop_index(
            "ix_proposals_one_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_proposals_application_id"))

    op.drop_table("proposals")
    op.drop_table("feedback_reports")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_application_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("declared_interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_interests_person_id"))
        batch_op.drop_index("ix_declared_interests_application_id")

    op.drop_table("declared_interests")
    op.drop_table("decisions")
    with op.batch_alter_table("consensus_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_sheets_application_id"))

    op.drop_table("consensus_sheets")
    op.drop_table("co_owners")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_assignments_one_lead",
            sqlite_where=sa.text("is_lead and state in ('published', 'accepted')"),
            postgresql_where=sa.text("is_lead and state in ('published', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_assignments_assessor_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_application_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_application_id"))

    op.drop_table("answers")
    op.drop_table("answer_versions")
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_application_id"))

    op.drop_table("advice")
    with op.batch_alter_table("assignment_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_plans_programme_id"))

    op.drop_table("assignment_plans")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("ix_applications_programme_id_state")
        batch_op.drop_index(batch_op.f("ix_applications_programme_id"))
        batch_op.drop_index(batch_op.f("ix_applications_agency_id"))

    op.drop_table("applications")
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stages_programme_id"))

    op.drop_table("stages")
    with op.batch_alter_table("past_agencies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_agencies_person_id"))

    op.drop_table("past_agencies")
    with op.batch_alter_table("number_confirmations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_confirmations_programme_id"))

    op.drop_table("number_confirmations")
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extensions_programme_id"))
        batch_op.drop_index(batch_op.f("ix_extensions_agency_id"))

    op.drop_table("extensions")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_person_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_agency_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programmes_cycle_id"))

    op.drop_table("programmes")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_state_next_attempt_at")
        batch_op.drop_index(batch_op.f("ix_messages_recipient_id"))

    op.drop_table("messages")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_lease_until")

    op.drop_table("jobs")
    op.drop_table("invitations")
    op.drop_table("declarations")
    op.drop_table("assessor_profiles")
    op.drop_table("stored_files")
    op.drop_table("personal_values")
    op.drop_table("people")
    op.drop_table("ledger_seals")
    op.drop_table("ledger_head")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_subject"))
        batch_op.drop_index(batch_op.f("ix_events_kind"))

    op.drop_table("events")
    op.drop_table("cycles")
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agencies_sort_key"))
        batch_op.drop_index(batch_op.f("ix_agencies_parent_id"))
        batch_op.drop_index(batch_op.f("ix_agencies_ministry_id"))

    op.drop_table("agencies")
