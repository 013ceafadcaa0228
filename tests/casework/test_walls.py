"""What the database refuses, whoever asks: raw SQL, `update()`, an owner's slip."""

import pytest
from django.db import IntegrityError, connection, transaction

from casework.models import AuditEntry, Demand, NondisclosureOrder
from tests import makers

pytestmark = pytest.mark.django_db


def refused(sql, params=()):
    with pytest.raises(IntegrityError) as error:
        _at_once(sql, params)
    return str(error.value)


def _at_once(sql, params):
    """Deferred constraints answer now, not when the test's transaction is thrown away."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql, params)


def test_raw_sql_cannot_jump_along_an_edge_that_does_not_exist():
    demand = makers.demand()
    said = refused(
        "UPDATE casework_demand SET state = 'disclosed', version = 9 WHERE id = %s", [demand.pk]
    )
    assert "No move leads from received to disclosed" in said


def test_raw_sql_cannot_make_a_real_move_without_its_audit_entry():
    demand = makers.demand()
    said = refused(
        "UPDATE casework_demand SET state = 'legal_review', version = 9 WHERE id = %s", [demand.pk]
    )
    assert "without an audit entry" in said


def test_a_demand_cannot_begin_half_way():
    with pytest.raises(IntegrityError, match="starts as received"), transaction.atomic():
        Demand.objects.create(service=makers.service(), received_at=makers.NOW, state="disclosed")


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE casework_auditentry SET event = 'x'",
        "DELETE FROM casework_auditentry",
        "TRUNCATE casework_auditentry",
    ],
)
def test_the_audit_record_is_append_only(verb):
    makers.demand()
    assert AuditEntry.objects.exists()
    assert "written once" in refused(verb)


def test_a_gag_order_is_never_overwritten_or_removed():
    demand = makers.reviewed()
    makers.gag(demand)
    assert "written once" in refused("UPDATE casework_nondisclosureorder SET ends_on = now()")
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        NondisclosureOrder.objects.all().delete()


def test_a_demand_is_never_deleted():
    makers.demand()
    assert "written once" in refused("DELETE FROM casework_demand")
