"""What the papers say that the worker makes ahead, built from the record alone: pages and tasks print the same."""
