from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransparencyConfig(AppConfig):
    name = "transparency"
    verbose_name = _("Transparency")

    def ready(self) -> None:
        from transparency import checks  # noqa: F401  (registers the system check)
