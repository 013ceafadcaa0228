"""What an imported register said of a demand: kept as it was said, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.demand import Demand


class RegisterEntry(models.Model):
    """The rows of one demand. A second import of the same register is compared with them."""

    demand = models.OneToOneField(
        Demand, models.PROTECT, related_name="register_entry", verbose_name=_("demand")
    )
    # The demand's own columns, and those of each target by its account.
    content = models.JSONField(_("what it says"))
    first_row = models.PositiveIntegerField(_("first row"))
    file_name = models.CharField(_("file name"), max_length=255)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")

    def __str__(self) -> str:
        return f"{self.file_name}:{self.first_row}"
