"""What a story of the demo is: a demand as it came in, and the steps that people took since."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from casework.models import Demand


@dataclass
class Scene:
    """The demand as it stands at a step, and who is on stage."""

    demand: Demand
    staff: Mapping[str, User]
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()


Facts = Callable[[Scene], Mapping[str, Any]]


@dataclass(frozen=True)
class Step:
    """`ago` before now, `role` asks the door for `name`. Several facts: one knock for each."""

    ago: timedelta
    role: str
    name: str
    facts: Callable[[Scene], Iterator[Mapping[str, Any]]]


@dataclass(frozen=True)
class Story:
    """A demand of the last weeks, from receipt to where it stands today."""

    key: str
    process: str
    agency: str
    service: str
    accounts: tuple[str, ...]
    categories: tuple[str, ...]
    asked: str
    ago: timedelta
    steps: tuple[Step, ...] = ()
    docket: str = ""
    due: int | None = None  # days after receipt
    court: str = ""
    plea: bool = False
    gag_days: int | None = None  # the paper of a gag order comes along: its length
    officer: str = ""
    # What it owes a customer at the end is left to the worker: a real mail at the first start.
    mail_to_come: bool = False


def days(number: float) -> timedelta:
    return timedelta(days=number)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
