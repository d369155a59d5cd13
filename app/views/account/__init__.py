"""Pages of one's own account: signing in, passwords, language, details, messages."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from app.views.account import (  # noqa: E402  # pages register themselves
    advising,  # noqa: F401
    details,  # noqa: F401
    inbox,  # noqa: F401
    invitations,  # noqa: F401
    passwords,  # noqa: F401
    second_factor,  # noqa: F401
    second_step,  # noqa: F401
    signing_in,  # noqa: F401
)
