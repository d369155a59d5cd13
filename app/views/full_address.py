"""Addresses that leave the pages: on paper, in files and in open data they name the installation's own host."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.views.access import settings


def full_address(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page, at the address of the installation, whatever host the request asked for."""
    return settings().base_url + url_for(endpoint, **values)
