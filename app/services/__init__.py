"""Use cases: the only code that changes anything. Each runs in one transaction and leaves its event behind."""
