"""C08: a preservation letter that lapses. 12 January to 12 July 2026."""

from datetime import UTC, date, datetime

import pytest

from casework import moves, preservation, sweeps
from casework.models import Demand
from notifications.words import Kind, Status
from tests import makers
from tests.notifications.world import World, customers_mail, notice_of, target_of

pytestmark = pytest.mark.django_db


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def record(demand, name, now, **facts):
    return moves.record(demand.pk, name, actor=None, now=now, facts=facts)


def test_c08_a_preservation_letter_that_lapses(mail_server):
    # Mon 12 Jan: received, one account, asks secrecy, no court order.
    received = at(1, 12, 10)
    demand = makers.reviewed(
        received,
        process="us_preservation_letter",
        categories=("basic", "content"),
        received_at=received,
    )
    makers.gag(demand, now=received, standing="asserted", authority="asserted_cover_letter")
    record(demand, "determine_nondisclosure", received)
    record(demand, "circumstance", received, code="secrecy_asked")
    record(demand, "preservation", received)
    demand = Demand.objects.get(pk=demand.pk)
    assert preservation.term(demand).ends_at == at(4, 12, 23, 59, 59)
    with pytest.raises(moves.Refused, match="nothing disclosed"):
        moves.make(demand.pk, "disclose", actor=None, now=received)

    # Secrecy through 26 Feb; the customer is told on 27 Feb.
    notice = notice_of(demand)
    assert (notice.status, notice.kind) == (Status.PLANNED, Kind.PRESERVATION_NOTICE)
    assert notice.due_at == at(2, 27, 9)
    world = World()
    world.sweep(at(2, 26, 23, 59))
    assert not customers_mail(mail_server)
    world.sweep(at(2, 27, 9, 0))
    world.sweep(at(2, 27, 9, 10))
    (mail,) = customers_mail(mail_server)
    words = mail.message.get_body(("plain",)).get_content()
    assert "We keep the copy through 12 April 2026" in " ".join(words.split())
    assert target_of(demand).notified_at == at(2, 27, 9, 10)

    # 6 Apr: renewed, through 11 July. A third renewal is flagged.
    assert record(demand, "preservation_renewal", at(4, 6, 9)).counted
    assert preservation.term(demand).ends_at == at(7, 11, 23, 59, 59)
    third = record(demand, "preservation_renewal", at(7, 6, 9))
    assert not third.counted
    assert "18 USC 2703(f)(2)" in third.flag
    assert preservation.term(demand).ends_at == at(7, 11, 23, 59, 59)

    # No process: released on 12 July, not a day earlier; deletion certificate.
    with pytest.raises(moves.Refused, match="runs through 11 July 2026"):
        record(demand, "preservation_release", at(7, 11, 12), release_reason="lapsed")
    assert sweeps.release_lapsed_holds(at(7, 11, 23, 59)) == []
    assert sweeps.release_lapsed_holds(at(7, 12, 0, 1)) == [demand]
    assert demand.preservations.get().released_at == at(7, 12, 0, 1)
    certificate = record(
        demand, "deletion", at(7, 13, 9), deleted_on=date(2026, 7, 13), deleted_by="Storage team"
    )
    assert certificate.name == f"{demand.reference}-deletion.txt"
    ended = moves.make(demand.pk, "withdraw", actor=None, now=at(7, 13, 9), facts={})
    assert (ended.state, ended.outcome) == ("withdrawn", "withdrawn")
    world.sweep(at(7, 14, 9))
    world.sweep(at(7, 14, 9, 20))
    assert len(customers_mail(mail_server)) == 1
