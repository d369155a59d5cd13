"""The demonstration: two cycles told through use cases, with invented people and texts."""
