"""What the law says about telling a customer, before any gag order is looked at.

An organisation may have to be told as controller where its user is told by the authority
(Regulation (EU) 2023/1543 Art 5(7) and 13), and some notices follow the disclosure.
"""

from casework.law import NoticeDefault, Process
from casework.models.demand import Demand, Target


def duty(process: Process, *, organisation: bool) -> NoticeDefault:
    if organisation and process.controller_notice is not None:
        return process.controller_notice
    return process.notice_default


def follows_disclosure(process: Process, *, organisation: bool) -> bool:
    """Whether the customer is told only once the data is out: after an emergency, and the
    controller, whom Art 5(7) has informed about the production itself."""
    if process.notice_default is NoticeDefault.AFTER_EMERGENCY:
        return True
    by_authority = process.notice_default is NoticeDefault.BY_AUTHORITY
    return organisation and by_authority and process.controller_notice is NoticeDefault.REQUIRED


def process_of(demand: Demand) -> Process | None:
    """The demand's process in the version it was reviewed under; None while it is not known."""
    from casework import law

    return law.process(demand.process, demand.process_version) if demand.process else None


def is_organisations(target: Target) -> bool:
    customer = target.account.customer
    return customer is not None and customer.asked_first
