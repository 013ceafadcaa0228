"""The one upward link: what happened to a demand, told inside the transaction that did it.

Its one receiver (notifications/planner.py) may only insert rows and settle notice positions.
"""

from django.dispatch import Signal

# Arguments: demand (locked, saved), event (str), facts (Mapping), now (aware datetime, UTC).
happened = Signal()
