"""What stands between an empty database and a product to use: run by script/server at each start.

One process for all of it, because starting Django is the slowest part.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    ask_the_system_checks()
    say("Bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files_that_changed()
    load_the_demo_once()


def ask_the_system_checks() -> None:
    """An error stops the start; a warning is one sentence on the way."""
    from django.core.checks import run_checks

    messages = [message for message in run_checks() if not message.is_silenced()]
    for message in messages:
        say(f"{message.id}: {message.msg} {message.hint or ''}")
    if any(message.is_serious() for message in messages):
        sys.exit("Not started: the errors above have to be corrected first.")


def collect_static_files_that_changed() -> None:
    """Hashing and compressing them all takes seconds; a look at names, sizes and dates does not."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [
        f"{name} {storage.size(name)} {storage.get_modified_time(name)}"
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
    stamp = settings.STATIC_ROOT / ".collected"
    seen = "\n".join(sorted(found))
    if stamp.exists() and stamp.read_text() == seen:
        return
    say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(seen)


def load_the_demo_once() -> None:
    """Only where nobody has ever had an account: a database in use is never touched."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if not get_user_model().objects.exists() and "demo" in get_commands():
        say("Loading the demo (first start only, a minute or two)")
        call_command("demo")


def say(sentence: str) -> None:
    sys.stdout.write(f"==> {sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
