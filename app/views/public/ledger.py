"""The ledger as the public sees it: the sealed heads, and a way to check a receipt."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.public_ledger import clean_hash, find_hash, seals
from app.views.access import public
from app.views.public import bp


@bp.get("/ledger")
@public
def show_ledger() -> ResponseReturnValue:
    """Show the head of each day; say whether a hash typed from a receipt is on record."""
    typed = request.args.get("hash", "").strip()
    digest = clean_hash(typed)
    return render_template(
        "public/show_ledger.html",
        seals=seals(page=request.args.get("page", 1, type=int)),
        page_url=lambda page: url_for(".show_ledger", page=page, _anchor="seals"),
        typed=typed,
        digest=digest,
        found=find_hash(digest) if digest else None,
    )
