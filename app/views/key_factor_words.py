"""The topics of key factors in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def topic_name(topic: str) -> str:
    """Name a topic."""
    return {
        "mission": _("Mission and what the agency delivers"),
        "customers": _("Service users and stakeholders, and what they need"),
        "challenges": _("Strategic challenges and advantages"),
        "others": _("Other conditions that matter"),
    }[topic]


def topic_hint(topic: str) -> str:
    """Say what to think of."""
    return {
        "mission": _("What is relevant and important to this agency, in its own figures where it gives them"),
        "customers": _("Main groups, what they require, who could be left out"),
        "challenges": _("What makes this agency's work hard, and what it can build on"),
        "others": _("Laws, size, partners, technology, changes under way"),
    }[topic]
