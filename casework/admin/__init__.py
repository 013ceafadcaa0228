"""The pages staff work on, one file each. Imported by Django's admin at start.

What happens to a demand is decided elsewhere: a page asks the door (casework/moves.py) and shows
what it says.
"""

from casework.admin import audit_record, demands, papers, parties, people

__all__ = ["audit_record", "demands", "papers", "parties", "people"]
