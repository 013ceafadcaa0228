"""One member of staff for each role, with a password that is no secret."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from casework.access import ROLES

# Documented on purpose (docs/operating.md): whoever can start the demo may sign in to it.
PASSWORD = "northlake-demo"  # noqa: S105
# Role, given name, family name, and what to try first.
STAFF = (
    ("reviewer", "Rosa", "Reyes", "start the review of a demand that just came in"),
    ("counsel", "Carla", "Conti", "redirect, challenge, deny, and disclose what was approved"),
    ("approver", "Arthur", "Adler", "approve a production as the second person"),
    ("intake", "Ivy", "Ito", "take in a demand with its document"),
    ("notice_officer", "Nora", "Nilsen", "see which notices leave, and which wait for a person"),
    ("national_security", "Nadia", "Nasr", "see national security process, which nobody else does"),
    ("compliance", "Clement", "Cole", "make the transparency report of a half-year"),
    ("auditor", "Audrey", "Abara", "read the record of what happened, and check it"),
    ("operator", "Oscar", "Olsen", "manage people and their roles"),
)


def usernames() -> list[str]:
    return [given.lower() for _role, given, _family, _what in STAFF]


def hire() -> dict[str, User]:
    """The staff by role. Raises LookupError when a role has nobody."""
    missing = {role.name for role in ROLES} - {role for role, *_rest in STAFF}
    if missing:
        raise LookupError(f"Nobody in the demo has the role {', '.join(sorted(missing))}.")
    # Hashed once: it is slow on purpose, and here it hides nothing.
    hashed = make_password(PASSWORD)
    return {role: _hired(role, given, family, hashed) for role, given, family, _what in STAFF}


def _hired(role: str, given: str, family: str, hashed: str) -> User:
    user = User.objects.create(
        username=given.lower(),
        password=hashed,
        first_name=given,
        last_name=family,
        email=f"{given.lower()}@northlake.example.org",
        is_staff=True,
    )
    user.groups.set(Group.objects.filter(name=role))
    return user


def write_down() -> Path:
    """Where script/server reads whom to sign in as."""
    path = Path(settings.VAR_DIR) / "demo-users.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    staff = [
        {"role": role, "username": given.lower(), "password": PASSWORD, "what": what}
        for role, given, _family, what in STAFF
    ]
    path.write_text(json.dumps(staff, indent=2) + "\n", encoding="utf-8")
    return path
