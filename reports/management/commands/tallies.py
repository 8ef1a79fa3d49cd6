from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign_portal.lib import jobs
from directives.models import Directive
from reports.tallies import upkeep


class Command(BaseCommand):
    help = "Compare the tallies of letters with their log (--verify), or build them from it again (--rebuild)."

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--verify", action="store_true", help="name letters whose tallies differ; changes no figure")
        what.add_argument("--rebuild", action="store_true", help="replace tallies by what the log says")
        parser.add_argument("letters", nargs="*", type=int, help="keys of letters; without any, all that were issued")

    def handle(self, *args, letters: list[int], verify: bool, **options) -> None:
        rows = Directive.objects.filter(issued_at__isnull=False).order_by("pk")
        rows = rows.filter(pk__in=letters) if letters else rows
        if letters and len(rows) < len(set(letters)):
            raise CommandError("some of these letters are not there, or were not issued")
        if verify:
            self._verify(rows)
        else:
            self._rebuild(rows)

    def _verify(self, rows) -> None:
        try:
            with jobs.run(upkeep.VERIFY_JOB, clock=timezone.now) as job:
                found = upkeep.verify(rows, now=timezone.now())
                job.detail = found.as_detail()
                for pk, differences in found.differing.items():
                    self.stdout.write(f"letter {pk}: {differences} differences")
                found.raise_if_differing()
        except upkeep.Differs as error:
            raise CommandError(f"{error}; manage.py tallies --rebuild mends them") from error
        self.stdout.write(f"{found.letters} letters, all as the log says")

    def _rebuild(self, rows) -> None:
        for directive in rows:
            upkeep.build(directive, now=timezone.now())
        self.stdout.write(f"{len(rows)} letters built from the log")
