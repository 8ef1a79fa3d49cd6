from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign_portal.lib import jobs, upkeep
from campaign_portal.lib.errors import Refused


class Command(BaseCommand):
    help = "Hash the pictures that were stored before pictures were compared. May be stopped and run again."

    def handle(self, *args, **options) -> None:
        try:
            with jobs.run(upkeep.HASH_JOB, clock=timezone.now) as job:
                found = upkeep.hash_pictures()
                job.detail = vars(found)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.hashed} pictures hashed, {found.unread} could not be read")
