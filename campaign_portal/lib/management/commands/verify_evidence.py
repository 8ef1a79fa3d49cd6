from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign_portal.lib import jobs, upkeep
from campaign_portal.lib.errors import Refused


class Command(BaseCommand):
    help = "Read every stored file again and name those that are missing or altered. Changes nothing."

    def handle(self, *args, **options) -> None:
        try:
            with jobs.run(upkeep.VERIFY_JOB, clock=timezone.now) as job:
                found = upkeep.verify()
                job.detail = found.as_detail()
                for stored, state in found.damaged:
                    self.stdout.write(f"{state} {stored.sha256} {stored.content_type} {stored.size}")
                found.raise_if_damaged()
        except (upkeep.Damaged, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.checked} stored files, all intact")
