"""Reads for pages: each returns exactly what one page shows, in a constant number of statements."""
