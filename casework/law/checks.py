"""The start is refused while a law file has a fault: a wrong rule is worse than no service."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from casework import law


@register()
def law_files_are_sound(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            str(fault),
            hint="Correct the entry in that file; docs/legal-model.md explains every field.",
            id="casework.E101",
        )
        for fault in law.faults()
    ]
