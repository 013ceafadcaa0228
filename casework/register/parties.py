"""Services, agencies, customers and accounts of a register: found on file, or made."""

from casework.models import Account, Agency, Customer, Service
from casework.register.entries import Entry, EntryTarget
from casework.register.known import owner

# Where a register says the country and no more.
NOT_RECORDED = "Not recorded"


class Parties:
    """Remembers what it found, because a register names the same few again and again.

    What is on file stays as it is: an import adds parties and changes none.
    """

    def __init__(self) -> None:
        self._services: dict[str, Service] = {}
        self._agencies: dict[tuple[str, str], Agency] = {}
        self._customers: dict[tuple[str, str], Customer] = {}
        self._accounts: dict[tuple[str, str], Account] = {}

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
            self._accounts[named] = Account.objects.get_or_create(
                service=service, identifier=target.account
            )[0]
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
