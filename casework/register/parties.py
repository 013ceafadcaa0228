"""Services, agencies, customers and accounts of a register: found on file, or made."""

from collections.abc import Iterator

from casework.models import Account, Agency, Customer, Service
from casework.register.entries import Entry, EntryTarget
from casework.register.known import owner, portions

# Where a register says the country and no more.
NOT_RECORDED = "Not recorded"


class Parties:
    """Remembers what it found, because a register names the same few again and again.

    What is on file stays as it is: an import adds parties and changes none.
    """

    def __init__(self, entries: list[Entry]) -> None:
        self._services: dict[str, Service] = {}
        self._agencies: dict[tuple[str, str], Agency] = {}
        self._customers: dict[tuple[str, str], Customer] = {}
        self._accounts = dict(_accounts_on_file(entries))

    def service(self, entry: Entry) -> Service:
        slug = entry.said["service"]
        if slug not in self._services:
            self._services[slug] = Service.objects.get_or_create(
                slug=slug, defaults={"name": slug}
            )[0]
        return self._services[slug]

    def agency(self, entry: Entry) -> Agency | None:
        name, country = entry.said.get("agency", ""), entry.said.get("country", "")
        if not name and not country:
            return None
        named = (name or NOT_RECORDED, country)
        if named not in self._agencies:
            self._agencies[named] = Agency.objects.get_or_create(name=named[0], country=country)[0]
        return self._agencies[named]

    def account(self, entry: Entry, target: EntryTarget) -> Account:
        service = self.service(entry)
        named = (service.slug, target.account)
        if named not in self._accounts:
            self._accounts[named] = Account.objects.create(
                service=service, identifier=target.account
            )
        account = self._accounts[named]
        if account.customer_id is None and "segment" in target.said:
            account.customer = self._customer(target)
            account.save(update_fields=["customer"])
        return account

    def _customer(self, target: EntryTarget) -> Customer:
        named = owner(target)
        if named not in self._customers:
            on_file = Customer.objects.filter(name=named[0], segment=named[1]).first()
            self._customers[named] = on_file or Customer.objects.create(
                name=named[0], segment=named[1], notice_email=target.said.get("notice_email", "")
            )
        return self._customers[named]


def _accounts_on_file(entries: list[Entry]) -> Iterator[tuple[tuple[str, str], Account]]:
    names = sorted({target.account for entry in entries for target in entry.targets})
    for some in portions(names):
        for account in Account.objects.filter(identifier__in=some).select_related("service"):
            yield (account.service.slug, account.identifier), account
