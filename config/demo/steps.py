"""What can happen in a story of the demo: each a step that the door is asked for, by a person."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from casework import law
from casework.models.documents import Document
from config.demo.script import Facts, Scene, Step

NO_GROUND = "No lawful ground: the demand is narrow, and within the power of its process."


def _step(ago: timedelta, role: str, name: str, facts: Facts = lambda scene: {}) -> Step:
    return Step(ago, role, name, lambda scene: iter((facts(scene),)))


# --- Review ------------------------------------------------------------------------------------


def review(ago: timedelta, by: str = "reviewer") -> Step:
    return _step(ago, by, "start_review")


def assigned(ago: timedelta, to: str) -> Step:
    return _step(ago, "reviewer", "assignment", lambda scene: {"assigned_to": scene.staff[to]})


def called_back(ago: timedelta, by: str = "reviewer", **facts: Any) -> Step:
    def call(scene: Scene) -> Mapping[str, Any]:
        agency = scene.demand.agency
        number = agency.switchboard if agency else ""
        return {
            "method": "call_back",
            "spoke_to": "Alex Sample, registry",
            "number_dialled": number,
            "number_source": "Agency registry",
            "called_at": scene.at,
            **facts,
        }

    return _step(ago, by, "verify", call)


def served(ago: timedelta, by: str = "reviewer") -> Step:
    return _step(ago, by, "verify", lambda scene: {"method": "served"})


def checked(ago: timedelta, by: str = "reviewer") -> Step:
    """Every point of the process's checklist."""

    def points(scene: Scene) -> Iterator[Mapping[str, Any]]:
        process = law.process(scene.demand.process, scene.demand.process_version)
        return ({"code": point.code, "result": "passed"} for point in process.checklist)

    return Step(ago, by, "review_item", points)


def no_gag(ago: timedelta, by: str = "reviewer") -> Step:
    return _step(ago, by, "determine_nondisclosure")


# --- Gag orders --------------------------------------------------------------------------------


def gag(ago: timedelta, by: str = "counsel", length: int | None = None, **facts: Any) -> Step:
    """A binding order from the day it is recorded; without `length` until further order."""

    def order(scene: Scene) -> Mapping[str, Any]:
        listed = facts.get("listed", ())
        targets = [each for each in scene.demand.targets.all() if str(each) in listed]
        ends = scene.today + timedelta(days=length) if length else None
        said = {
            "authority": "us_2705b",
            "issuing_body": "United States District Court, District of Columbia Falls",
            "docket": scene.demand.agency_reference,
            "covers_whole_demand": not targets,
            "targets": targets,
            "starts_on": scene.today,
            "end_kind": "fixed" if ends else "indefinite",
            "ends_on": ends,
            "document": scene.demand.documents.filter(kind="nondisclosure_order").first(),
        }
        return said | {name: value for name, value in facts.items() if name != "listed"}

    return _step(ago, by, "gag_order", order)


def extended(ago: timedelta, length: int) -> Step:
    def renewal(scene: Scene) -> Mapping[str, Any]:
        order = scene.demand.nondisclosure_orders.latest("recorded_at")
        ends = scene.today + timedelta(days=length)
        return {
            "extends": order,
            "starts_on": scene.today,
            "end_kind": "fixed",
            "ends_on": ends,
        }

    return _step(ago, "counsel", "gag_extension", renewal)


def lifted(ago: timedelta) -> Step:
    def lift(scene: Scene) -> Mapping[str, Any]:
        order = scene.demand.nondisclosure_orders.latest("recorded_at")
        return {"order": order, "kind": "lifted", "effective_at": scene.at}

    return _step(ago, "counsel", "gag_lift", lift)


# --- Decisions ---------------------------------------------------------------------------------


def redirected(ago: timedelta, ground: str = "enterprise_first") -> Step:
    def contact(scene: Scene) -> Mapping[str, Any]:
        customer = scene.demand.targets.all()[0].account.customer
        name, email = (customer.redirect_name, customer.redirect_email) if customer else ("", "")
        return {"ground": ground, "contact_name": name, "contact_email": email}

    return _step(ago, "counsel", "redirect", contact)


def answered(ago: timedelta, answer: str) -> Step:
    return _step(
        ago,
        "counsel",
        "redirection_answer",
        lambda scene: {"answer": answer, "answered_on": scene.today},
    )


def challenged(ago: timedelta, rung: str, ground: str, forum: str) -> Step:
    return _step(
        ago,
        "counsel",
        "challenge",
        lambda scene: {
            "rung": rung,
            "ground": ground,
            "forum": forum,
            "filed_on": scene.today,
            "decided_by": "Carla Conti",
        },
    )


def ruled(ago: timedelta, result: str) -> Step:
    return _step(
        ago,
        "counsel",
        "challenge_result",
        lambda scene: {"result": result, "result_on": scene.today},
    )


def resumed(ago: timedelta) -> Step:
    return _step(ago, "counsel", "resume")


def waived(ago: timedelta, duty: str, reason: str = NO_GROUND) -> Step:
    return _step(ago, "counsel", "waiver", lambda scene: {"duty": duty, "reason": reason})


def objected(ago: timedelta, words: str) -> Step:
    def objection(scene: Scene) -> Mapping[str, Any]:
        customer = scene.demand.targets.all()[0].account.customer
        return {"customer": customer, "received_on": scene.today, "words": words}

    return _step(ago, "counsel", "objection", objection)


def denied(ago: timedelta, ground: str, explanation: str, *, forged: bool = False) -> Step:
    facts = {"ground": ground, "explanation": explanation, "fraudulent": forged}
    return _step(ago, "counsel", "deny", lambda scene: facts)


def withdrawn(ago: timedelta, words: str) -> Step:
    return _step(
        ago,
        "counsel",
        "withdraw",
        lambda scene: {
            "words": words,
            "withdrawn_on": scene.today,
            "document": scene.demand.documents.filter(kind="agency_letter").latest("added_at"),
        },
    )


def reopened(ago: timedelta, what: str) -> Step:
    return _step(ago, "counsel", "reopen", lambda scene: {"what": what})


# --- Papers and packages -----------------------------------------------------------------------


def paper(ago: timedelta, kind: str, name: str, text: str) -> Step:
    """A letter that came as plain text."""
    return _step(
        ago,
        "counsel",
        "document",
        lambda scene: {"upload": ContentFile(text.encode(), name=name), "kind": kind},
    )


def collected(ago: timedelta, category: str, name: str) -> Step:
    """The data of each account, as it came out of the service."""

    def files(scene: Scene) -> Iterator[Mapping[str, Any]]:
        for target in scene.demand.targets.all():
            rows = f"account,recorded\n{target},{scene.today.isoformat()}\n"
            upload = ContentFile(rows.encode(), name=f"{category}-{name}")
            yield {"upload": upload, "kind": Document.Kind.PRODUCTION}

    return Step(ago, "counsel", "document", files)


def prepared(ago: timedelta, category: str) -> Step:
    def package(scene: Scene) -> Mapping[str, Any]:
        data = scene.demand.documents.filter(kind="production", name__startswith=category)
        pairs = zip(scene.demand.targets.all(), data.order_by("added_at", "pk"), strict=True)
        return {
            "items": [
                {"target": target, "category": category, "document": each} for target, each in pairs
            ]
        }

    return _step(ago, "counsel", "production", package)


def approved(ago: timedelta) -> Step:
    return _step(ago, "approver", "production_approval")


def disclosed(ago: timedelta) -> Step:
    return _step(ago, "counsel", "disclose")


def delivered(ago: timedelta) -> Step:
    return _step(
        ago,
        "counsel",
        "delivery",
        lambda scene: {"delivered_at": scene.at, "delivered_by": "Encrypted upload"},
    )


def over(ago: timedelta) -> Step:
    """The emergency is over: from now its customer may know."""
    return _step(
        ago,
        "counsel",
        "milestone",
        lambda scene: {"trigger": "emergency_over", "at": scene.at},
    )
