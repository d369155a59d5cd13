"""Gates decided by two persons, certificates that anyone can check, and reports put together with their evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "gate_overrides",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("passes", sa.Boolean(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("proposed_by_id != confirmed_by_id", name=op.f("ck_gate_overrides_two_different_persons")),
        sa.CheckConstraint("reason != ''", name=op.f("ck_gate_overrides_an_override_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_gate_overrides_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_gate_overrides_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_gate_overrides_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_gate_overrides_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_overrides")),
    )
    with op.batch_alter_table("gate_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gate_overrides_application_id"), ["application_id"], unique=False)
    _certificates()
    _assembled_documents()


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.String(), nullable=False),
        sa.Column("revocation_proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("revocation_confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(revoked_at is null) = (revocation_reason = '') and (revoked_at is null) = "
            "(revocation_proposed_by_id is null) and (revoked_at is null) = (revocation_confirmed_by_id is null)",
            name=op.f("ck_certificates_revoked_has_a_reason_and_two_persons"),
        ),
        sa.CheckConstraint(
            "revocation_proposed_by_id is null or revocation_proposed_by_id != revocation_confirmed_by_id",
            name=op.f("ck_certificates_two_different_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_certificates_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["revocation_confirmed_by_id"],
            ["people.id"],
            name=op.f("fk_certificates_revocation_confirmed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["revocation_proposed_by_id"], ["people.id"], name=op.f("fk_certificates_revocation_proposed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("application_id", name=op.f("uq_certificates_application_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
    )


def _assembled_documents() -> None:
    op.create_table(
        "assembled_documents",
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("assembled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pages > 0 and merged >= 0", name=op.f("ck_assembled_documents_a_document_has_pages")),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_assembled_documents_sha256_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_assembled_documents_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembled_documents")),
        sa.UniqueConstraint("snapshot_id", "language", name=op.f("uq_assembled_documents_snapshot_id_language")),
    )


def downgrade() -> None:
    """Drop the three tables."""
    op.drop_table("assembled_documents")
    op.drop_table("certificates")
    op.drop_table("gate_overrides")
