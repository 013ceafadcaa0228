"""What people are told: notices to customers and letters to agencies, planned, written, sent."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.models import Demand
    from notifications.truth import Told


def told(demand: "Demand") -> "list[Told]":
    """What became of the notices when the demand's newest gag order was recorded."""
    from notifications.truth import told as of

    return of(demand)
