"""Every piece of the design on one page, for looking at it. Development only (config/urls.py)."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.templatetags.ui import LOOKS

TONES = ("slate", "blue", "amber", "violet", "teal", "plum", "red", "green", "grey", "ink")


class SpecimenForm(forms.Form):
    court = forms.CharField(help_text="As written on the order, with its district.")
    docket = forms.CharField(required=False)
    ends = forms.DateField(help_text="The last day on which the order binds.")
    scope = forms.ChoiceField(choices=[("all", "Whole demand"), ("some", "Listed accounts")])
    kind = forms.ChoiceField(
        choices=[("date", "On a date"), ("order", "Until further order")], widget=forms.RadioSelect
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    confirmed = forms.BooleanField(label="I have read the order itself, not only its cover letter")


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


FACTS = [
    ("Agency", "U.S. Attorney's Office, Eastern District of New York"),
    ("Agency's reference", "GJ-2026-0417"),
    ("Process", "Grand-jury subpoena", "18 USC 2703(c)(2)"),
    ("Received", "2 Mar 2026, 14:05 UTC"),
    ("Return date", "20 Mar 2026", "18 days after service; a date on the face of the demand"),
    ("Account", "j.rivera@mail.example.org"),
    ("Docket", ""),
]
EVENTS = [
    {"what": "Disclosed", "kind": "state", "value": "disclosed", "at": _at(16, 10, 30),
     "who": "M. Okafor, approved by L. Brandt"},
    {"what": "Waiting period over", "icon": "hourglass", "at": _at(13, 0)},
    {"what": "Notice sent with a copy of the demand", "kind": "notice", "value": "sent",
     "at": _at(3, 9, 12), "body": "Accepted by mx.example.org: 250 2.0.0 queued"},
    {"what": "Secrecy request recorded: asserted, not binding", "kind": "gag",
     "value": "asserted", "at": _at(2, 15, 40), "who": "M. Okafor"},
    {"what": "Received", "kind": "state", "value": "received", "at": _at(2, 14, 5),
     "who": "Legal mailbox"},
]  # fmt: skip
MOVES = [
    {"name": "challenge", "label": "Challenge…", "url": "#", "icon": "gavel"},
    {"name": "redirect", "label": "Redirect to the customer…", "url": "#",
     "icon": "corner-up-right"},
    {"name": "disclose", "label": "Disclose…",
     "reason": "The customer may object until 13 March 2026; disclosure is possible from then on."},
    {"name": "deny", "label": "Deny…", "url": "#", "danger": True, "icon": "ban"},
]  # fmt: skip


def specimens(request: HttpRequest) -> HttpResponse:
    kinds: dict[str, list[str]] = {}
    for kind, value in LOOKS:
        kinds.setdefault(kind, []).append(value)
    bound = SpecimenForm({"court": "", "docket": "24-mc-81", "ends": "31 June", "scope": "all"})
    context: dict[str, Any] = {
        "kinds": kinds,
        "facts": FACTS,
        "events": EVENTS,
        "moves": MOVES,
        "form": SpecimenForm(auto_id="free_%s"),
        "bound": bound,
        "tones": TONES,
    }
    return render(request, "development/specimens.html", context)
