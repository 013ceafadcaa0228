"""What a report needs of the settings; asked before any process of ours starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from transparency.bands import STRUCTURES, Option

# The other two hold back the first order on a new service for 540 days (subsection (b)(1)(B)), and
# no field of a demand says yet that it is one.
USABLE = (Option.A3, Option.A4)


@register("config")
def bands_have_a_form_we_can_fill(**_: Any) -> list[CheckMessage]:
    if settings.NATIONAL_SECURITY_BANDS in USABLE:
        return []
    forms = " or ".join(f"{option} ({STRUCTURES[option].citation})" for option in USABLE)
    return [
        Error(
            f"NATIONAL_SECURITY_BANDS is {settings.NATIONAL_SECURITY_BANDS!r}.",
            hint=f"Set it to {forms}. The statute's other two forms need to know the first order "
            "on a new service, which is not on record yet.",
            id="transparency.E001",
        )
    ]
