"""Plays the demo: the year before from a register, then the stories of the last weeks by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from casework import countries, moves
from casework.intake import receive
from casework.models import Demand
from casework.register.check import Checked, check
from casework.register.replay import Replay
from config.demo import history
from config.demo.papers import Paper, printed
from config.demo.parties import Parties
from config.demo.script import Scene, Step, Story
from config.demo.stories import STORIES

PAST = Path(__file__).parent / "past.csv"
# The year that past.csv is written for, and the day by which all of it has happened.
YEAR, DONE = 2026, (10, 31)


def past(folder: Path, now: datetime) -> Checked:
    """The register of the last year that is over by now, checked."""
    year = now.year if (now.month, now.day) > DONE else now.year - 1
    shifted = re.sub(
        r"\b(20\d\d)(?=-\d\d-\d\d\b)",
        lambda found: str(int(found[1]) + year - YEAR),
        PAST.read_text(encoding="utf-8").replace(f"NL-{YEAR}-", f"NL-{year}-"),
    )
    path = folder / f"register-{year}.csv"
    path.write_text(shifted, encoding="utf-8")
    return check(path, now)


class Stage:
    def __init__(self, staff: Mapping[str, User], parties: Parties, now: datetime) -> None:
        self.staff, self.parties = staff, parties
        self.now = now.replace(second=0, microsecond=0)

    def replay(self, checked: Checked) -> Iterator[Demand]:
        replay = Replay(checked.source, checked.new, self.now)
        for entry in checked.new:
            yield replay.take(entry)

    def play(self, stories: Iterable[Story] = STORIES) -> Iterator[Demand]:
        every = list(stories)
        papers = dict(printed(paper for story in every for paper in self._papers(story)))
        for story in every:
            yield self._play(story, papers)

    def _play(self, story: Story, papers: Mapping[str, bytes]) -> Demand:
        demand = self._receive(story, papers)
        for step in story.steps:
            at = self.now - step.ago
            history.catch_up(demand.pk, at)
            self._take(demand, step, at)
        if not story.mail_to_come:
            history.catch_up(demand.pk, self.now)
        return demand

    def _take(self, demand: Demand, step: Step, at: datetime) -> None:
        scene = Scene(Demand.objects.get(pk=demand.pk), self.staff, at)
        actor = self.staff[step.role]
        for facts in step.facts(scene):
            door = moves.make if step.name in moves.LABELS else moves.record
            door(demand.pk, step.name, actor=actor, now=at, facts=facts)

    def _receive(self, story: Story, papers: Mapping[str, bytes]) -> Demand:
        at = self.now - story.ago
        agency = self.parties.agencies.get(story.agency)
        facts = {
            "service": self.parties.services[story.service],
            "process": story.process,
            "agency": agency,
            "agency_reference": story.docket,
            "officer_name": "Alex Sample" if agency and not story.officer else "",
            "officer_email": story.officer or (f"a.sample@{agency.domain}" if agency else ""),
            "asked": story.asked,
            "issued_on": (at - timedelta(days=1)).date(),
            "received_at": at,
            "due_on": (at + timedelta(days=story.due)).date() if story.due else None,
            "channel": Demand.Channel.SYSTEM if "epoc" in story.process else Demand.Channel.MAIL,
        }
        targets = [
            {
                "account": self.parties.account(story.service, named),
                "categories_asked": list(story.categories),
                "period_from": (at - timedelta(days=93)).date(),
                "period_to": (at - timedelta(days=2)).date(),
            }
            for named in story.accounts
        ]
        files = [(ContentFile(papers[story.key], name=f"{story.key}.pdf"), "demand")]
        if story.gag_days:
            order = ContentFile(papers[f"{story.key}-order"], name="nondisclosure-order.pdf")
            files.append((order, "nondisclosure_order"))
        actor = self.staff["national_security" if story.process == "us_nsl" else "intake"]
        return receive(facts, targets=targets, papers=files, actor=actor, now=at)

    # --- The papers ----------------------------------------------------------------------------

    def _papers(self, story: Story) -> Iterator[Paper]:
        yield self._paper(story, story.key)
        if story.gag_days:
            issued = (self.now - story.ago).date()
            until = issued + timedelta(days=story.gag_days)
            yield self._paper(story, f"{story.key}-order", is_gag=True, until=until, sealed=True)

    def _paper(self, story: Story, name: str, **more: object) -> Paper:
        received = self.now - story.ago
        agency = self.parties.agencies.get(story.agency)
        accounts = [self.parties.account(story.service, named) for named in story.accounts]
        return Paper(
            id=name,
            process=story.process,
            agency=agency.name if agency else "A county court",
            accounts=tuple(account.identifier for account in accounts),
            asked=story.asked,
            issued=(received - timedelta(days=1)).date(),
            docket=story.docket,
            due=(received + timedelta(days=story.due)).date() if story.due else None,
            country=countries.names()[agency.country] if agency else "",
            address=agency.letter_address.partition("\n")[2] if agency else "",
            court=story.court,
            plea=story.plea,
            **more,  # type: ignore[arg-type]
        )
