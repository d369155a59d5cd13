"""Celery's thin entry points: each wakes up, calls use cases, and may run twice or in parallel."""
