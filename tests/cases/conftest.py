import pytest

from tests.cases.desk import Desk


@pytest.fixture
def desk(db, mail_server):
    return Desk(mail_server)
