"""`make bench`: what has a figure, measured in one run on a database of its own and told as ratios.

Seconds of one machine say little about another; a ratio within one run says whether cost grows as it should.
`make bench PART=queue` measures one part; several are named with a space between them. `PART="reminders --full"` takes
the sizes of the figures that are asked for. Where DATABASE_URL names a PostgreSQL server, a database is made there.
"""

import argparse
import os
import sys
import tempfile
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # instead of this folder, whose names must not hide modules of Python
os.environ["DJANGO_SETTINGS_MODULE"] = "campaign_portal.settings"

from benchmarks import board, documents, exports, intake, mailing, pictures, queue, recording, reminders, tallies  # noqa: E402
from benchmarks.measure import once, seconds, tell  # noqa: E402
from benchmarks.postgres import own_database  # noqa: E402


def issue_and_fold(units: int) -> tuple[float, float]:
    """Issue a letter of three instructions to so many units, and fold the figures of a day. Returns both times."""
    from datetime import timedelta

    from django.utils import timezone

    from directives.history import deliveries_as_of, obligations_as_of
    from directives.models import Directive
    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    recipients = [make_unit(kind="college") for _ in range(units)]
    draft = make_draft(
        issuer, officer, dated_on=timezone.localdate(now), due_on=timezone.localdate(now) + timedelta(days=9)
    )
    add_group(draft, "Các đơn vị", recipients, "Đăng tải", "Phổ biến", "Chia sẻ")
    issued = once(lambda: issue(directive=draft, actor=officer, now=now))
    letter = Directive.objects.get(pk=draft.pk)
    day = timezone.localdate(now)
    return issued, seconds(lambda: (obligations_as_of(letter, day), deliveries_as_of(letter, day)))


def letters() -> None:
    small, large = 36, 720
    issue_and_fold(4)
    (issue_small, fold_small), (issue_large, fold_large) = issue_and_fold(small), issue_and_fold(large)
    growth = large / small
    tell(f"issue to {small} units", issue_small * 1000, "ms")
    tell(
        f"issue to {large} units",
        issue_large * 1000,
        "ms",
        issue_large / issue_small / growth,
        "the small one, per unit",
    )
    tell(f"fold a day of {small} units", fold_small * 1000, "ms")
    tell(
        f"fold a day of {large} units",
        fold_large * 1000,
        "ms",
        fold_large / fold_small / growth,
        "the small one, per unit",
    )


def intake_of_letters() -> None:
    intake.read_two_pages()
    intake.read_longer_letters()
    intake.read_very_long_letters()


PARTS = {
    "board": board.board,
    "documents": documents.documents,
    "exports": exports.exports,
    "intake": intake_of_letters,
    "letters": letters,
    "mails": mailing.mails,
    "pictures": pictures.pictures,
    "queue": queue.review_queue,
    "recording": recording.recording,
    "reminders": reminders.reminders,
    "tallies": tallies.tallies,
}
SIZED = {"mails", "reminders", "tallies"}
"""Parts that `--full` makes larger."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what has a figure.")
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all of them where none is named")
    parser.add_argument("--full", action="store_true", help="the sizes that the figures are asked for at")
    given = parser.parse_args()
    asked = given.part or list(PARTS)
    unknown = sorted(set(asked) - set(PARTS))
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    url = os.environ.get("DATABASE_URL", "")
    server = own_database(url) if url.startswith("postgres") else nullcontext(url)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, server as database:
        os.environ["DATABASE_URL"] = database
        prepare(folder)
        for name in asked:
            (partial(PARTS[name], full=given.full) if name in SIZED else PARTS[name])()


def prepare(folder: str) -> None:
    """The real settings with a folder of their own, for pages asked by the test client from a clean checkout."""
    os.environ["PORTAL_VAR_DIR"] = folder
    import django
    from django.conf import settings
    from django.core.management import call_command

    if find_spec("mailer"):  # django-mailer, which the sender is measured beside
        settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "mailer"]
    django.setup()
    settings.AXES_ENABLED = False  # people sign in without an address
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    # Nothing was collected in a clean checkout, and names with sums would be looked up there.
    settings.STATIC_ROOT = Path(folder)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
