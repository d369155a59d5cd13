"""What staff set up and watch: saved views, past winners, extensions taken back, phases that cannot overlap."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# A phase begins when the one before it has ended: entries first, then the stages in their order.
_OVERLAPS = """
    exists (select 1 from programmes p where p.id = new.programme_id and new.opens_at < p.closes_at)
    or exists (
        select 1 from stages s where s.programme_id = new.programme_id and s.id <> new.id
        and ((s.position < new.position and s.closes_at > new.opens_at)
          or (s.position > new.position and s.opens_at < new.closes_at)
          or (s.position < new.position and s.closes_at > new.closes_at)
          or (s.position > new.position and s.opens_at < new.opens_at))
    )
"""
_ENTRIES_OVERLAP = "exists (select 1 from stages s where s.programme_id = new.id and s.opens_at < new.closes_at)"
_TRIGGERS = (
    ("stages", "phases_do_not_overlap", _OVERLAPS, "phases of a programme do not overlap"),
    ("programmes", "stages_follow_the_entries", _ENTRIES_OVERLAP, "stages follow the entries"),
)


def upgrade() -> None:
    """Add the tables and columns, then the triggers that look at more than one row."""
    op.create_table(
        "saved_views",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name != ''", name=op.f("ck_saved_views_a_view_has_a_name")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("person_id", "page", "name", name=op.f("uq_saved_views_person_id_page_name")),
    )
    op.create_index(op.f("ix_saved_views_person_id"), "saved_views", ["person_id"])
    op.create_table(
        "past_winners",
        sa.Column("year_be", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("title_th", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("year_be between 2500 and 2700", name=op.f("ck_past_winners_year_is_buddhist_era")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_past_winners_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_winners")),
        sa.UniqueConstraint(
            "year_be",
            "type_code",
            "agency_id",
            "title_th",
            name=op.f("uq_past_winners_year_be_type_code_agency_id_title_th"),
        ),
    )
    op.create_index(op.f("ix_past_winners_agency_id"), "past_winners", ["agency_id"])
    op.add_column("people", sa.Column("search_key", sa.String(), nullable=False, server_default=""))
    op.execute("update people set search_key = lower(name_th || ' ' || name_en)")
    with op.batch_alter_table("people") as table:
        table.alter_column("search_key", server_default=None)
    with op.batch_alter_table("extensions") as table:
        table.add_column(sa.Column("revoked_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("revoke_reason", sa.String(), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_extensions_revoked_by_id_people"), "people", ["revoked_by_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_extensions_revoked_by_somebody_for_a_reason"),
            "(revoked_at is null) = (revoked_by_id is null) and (revoked_at is null) = (revoke_reason = '')",
        )
    with op.batch_alter_table("extensions") as table:
        table.alter_column("revoke_reason", server_default=None)
    with op.batch_alter_table("consensus_sheets") as table:
        table.add_column(sa.Column("to_discuss", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("consensus_sheets") as table:
        table.alter_column("to_discuss", server_default=None)
    op.create_index(
        "ix_proposals_one_waiting_for_a_programme",
        "proposals",
        ["act", "programme_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    for table, name, condition, words in _TRIGGERS:
        _refuse(table, name, condition, words)


def _refuse(table: str, name: str, condition: str, words: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"create function {name}() returns trigger language plpgsql as "
            f"$$ begin if {condition} then raise exception '{words}' using errcode = 'check_violation'; end if; "
            "return new; end $$"
        )
        op.execute(f"create trigger {name} before insert or update on {table} for each row execute function {name}()")
        return
    for act in ("insert", "update"):
        op.execute(
            f"create trigger {name}_on_{act} before {act} on {table} for each row when {condition} "
            f"begin select raise(abort, '{words}'); end"
        )


def downgrade() -> None:
    """Take everything back."""
    for table, name, _condition, _words in _TRIGGERS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"drop trigger {name} on {table}")
            op.execute(f"drop function {name}()")
        else:
            for act in ("insert", "update"):
                op.execute(f"drop trigger {name}_on_{act}")
    op.drop_index("ix_proposals_one_waiting_for_a_programme", "proposals")
    with op.batch_alter_table("consensus_sheets") as table:
        table.drop_column("to_discuss")
    with op.batch_alter_table("extensions") as table:
        table.drop_constraint(op.f("ck_extensions_revoked_by_somebody_for_a_reason"), type_="check")
        table.drop_constraint(op.f("fk_extensions_revoked_by_id_people"), type_="foreignkey")
        table.drop_column("revoke_reason")
        table.drop_column("revoked_at")
        table.drop_column("revoked_by_id")
    with op.batch_alter_table("people") as table:
        table.drop_column("search_key")
    op.drop_table("past_winners")
    op.drop_table("saved_views")
