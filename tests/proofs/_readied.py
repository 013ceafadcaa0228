"""Notices that are written, approved and due, as many as a proof wants."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from casework import moves
from casework.models import Demand, Document, Target, Verification
from casework.models.demand import new_reference
from notifications import desk
from notifications.clock import database_clock
from notifications.models import Notice, new_message_id
from notifications.models import new_reference as new_notice_reference
from tests import makers


@dataclass(frozen=True)
class Readied:
    demand_id: UUID
    notice_id: UUID
    address: str


def readied_notice() -> Notice:
    """A notice that is written, approved and due: all that is left is to send it."""
    now = database_clock()
    demand = makers.demand(now=now)
    moves.record(demand.pk, "verify", actor=None, now=now, facts=makers.CALL_BACK)
    moves.record(demand.pk, "determine_nondisclosure", actor=None, now=now)
    notice = Notice.objects.get(demand=demand)
    with mock.patch("notifications.tasks.ring"):
        desk.act(notice.pk, "release", actor=None)
    return Notice.objects.get(pk=notice.pk)


def copies_of(model: Notice, number: int) -> list[Readied]:
    """The model's rows again, as often as wanted: making each through the doors would take most of
    the proof's time, and what is proven is only what happens to the notice afterwards."""
    made: list[Readied] = []
    rows: defaultdict[Any, list[Any]] = defaultdict(list)
    for _copy in range(number):
        one = Readied(uuid4(), uuid4(), f"customer-{uuid4().hex}@example.org")
        target_id = uuid4()
        demand = {"id": one.demand_id, "reference": new_reference()}
        rows[Demand].append(_again(model.demand, **demand))
        rows[Verification] += [
            _again(each, id=uuid4(), demand_id=one.demand_id)
            for each in model.demand.verifications.all()
        ]
        rows[Document] += [
            _again(each, id=uuid4(), demand_id=one.demand_id)
            for each in model.demand.documents.all()
        ]
        rows[Target].append(_again(model.target, id=target_id, demand_id=one.demand_id))
        attached = [each.pk for each in rows[Document][-len(model.attached) :]]
        rows[Notice].append(
            _again(
                model,
                id=one.notice_id,
                demand_id=one.demand_id,
                target_id=target_id,
                reference=new_notice_reference(),
                message_id=new_message_id(),
                recipient_address=one.address,
                attached=attached,
            )
        )
        made.append(one)
    for kind, copies in rows.items():
        kind.objects.bulk_create(copies)
    return made


def _again(row: Any, **changed: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{**values, **changed})
