"""The ledger only grows: its first head, and triggers that refuse to change or delete an event."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Write the first head and forbid what would rewrite history."""
    op.execute(sa.text("insert into ledger_head (id, seq, hash) values (1, 0, :first)").bindparams(first="0" * 64))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_to_rewrite_the_ledger() returns trigger language plpgsql as "
            "$$ begin raise exception 'the ledger only grows'; end $$"
        )
        op.execute(
            "create trigger events_only_grow before update or delete on events "
            "for each row execute function refuse_to_rewrite_the_ledger()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"create trigger events_refuse_{act} before {act} on events "
            "begin select raise(abort, 'the ledger only grows'); end"
        )


def downgrade() -> None:
    """Allow changes again and forget the head."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger events_only_grow on events")
        op.execute("drop function refuse_to_rewrite_the_ledger()")
    else:
        op.execute("drop trigger events_refuse_update")
        op.execute("drop trigger events_refuse_delete")
    op.execute("delete from ledger_head")
