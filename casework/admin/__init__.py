"""The workplace of legal staff: one file per page."""
