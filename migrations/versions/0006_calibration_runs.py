"""Calibration runs: a stage's scores and what the model said of them, frozen together."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring the table of runs."""
    op.create_table(
        "calibration_runs",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "calibrated",
                "refused",
                name="calibrationoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("input", sa.String(), nullable=False),
        sa.Column("input_sha256", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("result_sha256", sa.String(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("run_by_id", sa.Uuid(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("sheets > 0 and left_out >= 0", name=op.f("ck_calibration_runs_a_run_has_sheets")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_calibration_runs_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["run_by_id"], ["people.id"], name=op.f("fk_calibration_runs_run_by_id_people")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_calibration_runs_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_runs")),
    )
    op.create_index(op.f("ix_calibration_runs_stage_id"), "calibration_runs", ["stage_id"])


def downgrade() -> None:
    """Take the runs away."""
    op.drop_table("calibration_runs")
