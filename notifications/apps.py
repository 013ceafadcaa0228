from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from casework.signals import happened
        from notifications import planner
        from notifications.admin import panel

        happened.connect(planner.hear, dispatch_uid="notifications.planner")
        panel.fill()
