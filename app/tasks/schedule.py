"""What beat wakes, how often, and where it queues; every task finds its own work, so a double call changes nothing."""

from __future__ import annotations

from kombu import Queue

# Papers have a queue of their own. A worker takes from both in turn, so that no other call stands behind many of them.
QUEUES = (Queue("celery"), Queue("papers"))
ROUTES = {"papers.*": {"queue": "papers"}}
BEAT = {
    "send-waiting-messages": {"task": "messages.send_waiting", "schedule": 30.0},
    "make-digests": {"task": "messages.make_digests", "schedule": 300.0},
    "screen-what-was-submitted": {"task": "screening.screen_submitted", "schedule": 30.0},
    "compare-what-was-submitted": {"task": "screening.compare_texts", "schedule": 30.0},
    "run-waiting-jobs": {"task": "jobs.run_waiting", "schedule": 30.0},
    "typeset-waiting-papers": {"task": "papers.typeset_waiting", "schedule": 30.0},
    "move-what-is-due": {"task": "rounds.move_due", "schedule": 30.0},
    "send-mailings": {"task": "mailings.send_due", "schedule": 30.0},
    "announce-at-the-set-time": {"task": "announcements.carry_out_due", "schedule": 30.0},
    "check-waiting-files": {"task": "evidence.check_waiting", "schedule": 30.0},
    "delete-old-files": {"task": "evidence.delete_old", "schedule": 21600.0},
    "forget-ended-sessions": {"task": "sessions.forget_ended", "schedule": 21600.0},
    "queue-reminders": {"task": "reminders.queue_due", "schedule": 300.0},
    "draft-feedback": {"task": "feedback.draft_due", "schedule": 60.0},
    "seal-the-ledger": {"task": "ledger.seal_day", "schedule": 3600.0},
}
