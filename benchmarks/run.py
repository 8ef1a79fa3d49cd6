"""`make bench`: what has a figure, measured in one run on a database of its own and told as ratios.

Seconds of one machine say little about another; a ratio within one run says whether cost grows as it should.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # instead of this folder, whose names must not hide modules of Python
os.environ["DJANGO_SETTINGS_MODULE"] = "campaign_portal.settings"

from benchmarks import intake, queue, recording  # noqa: E402
from benchmarks.measure import once, seconds, tell  # noqa: E402


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


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["PORTAL_VAR_DIR"] = folder
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.AXES_ENABLED = False  # people sign in without an address
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        call_command("migrate", verbosity=0)
        intake.read_two_pages()
        intake.read_longer_letters()
        intake.read_very_long_letters()
        letters()
        queue.review_queue()
        recording.recording()


if __name__ == "__main__":
    main()
