from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        from casework.law import checks  # noqa: F401  (the law files are checked at start)

        post_migrate.connect(make_roles, sender=self)


def make_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Permissions are data made by code at migrate: the table is casework/access.py."""
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType

    from casework.access import ABILITY_NAMES, ROLES
    from casework.models import Demand

    ContentType.objects.clear_cache()  # after a flush the table is empty, this cache is not
    subject = ContentType.objects.db_manager(using).get_for_model(Demand)
    permissions = {}
    for ability, name in ABILITY_NAMES.items():
        permissions[ability], _made = Permission.objects.using(using).update_or_create(
            content_type=subject, codename=ability.value, defaults={"name": str(name)}
        )
    for role in ROLES:
        group, _made = Group.objects.using(using).get_or_create(name=role.name)
        group.permissions.set([permissions[ability] for ability in role.abilities])
