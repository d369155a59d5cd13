"""Who assesses what: the problem, a plan that keeps every hard rule or the reason there is none, and its checker."""
