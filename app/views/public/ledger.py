"""The ledger as the public sees it: the sealed heads, and a way to check a receipt."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.public_ledger import clean_hash, find_hash, seals
from app.views.access import public
from app.views.public import bp

_DAYS_SHOWN = 30


@bp.get("/ledger")
@public
def show_ledger() -> ResponseReturnValue:
    """Show the head of each day; say whether a hash typed from a receipt is on record."""
    typed = request.args.get("hash", "").strip()
    digest = clean_hash(typed)
    return render_template(
        "public/show_ledger.html",
        seals=seals(limit=_DAYS_SHOWN),
        typed=typed,
        digest=digest,
        found=find_hash(digest) if digest else None,
    )
