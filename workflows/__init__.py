"""What may happen, and what a score is worth: pure rules over facts, with no framework, no database and no clock."""
