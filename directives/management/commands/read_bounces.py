from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign_portal.lib import jobs
from directives.reminders.bounces.apply import read_mailbox
from directives.reminders.bounces.mailbox import ImapMailbox, is_on
from directives.reminders.health import READ_JOB


class Command(BaseCommand):
    help = "Reads reports about undelivered mail from the mailbox of the settings (BOUNCE_IMAP_HOST …)."

    def handle(self, *args, **options):
        if not is_on():
            raise CommandError("No mailbox is set: give BOUNCE_IMAP_HOST, BOUNCE_IMAP_USER and BOUNCE_IMAP_PASSWORD.")
        with jobs.run(READ_JOB, clock=timezone.now) as job:
            job.detail = read_mailbox(ImapMailbox(), now=timezone.now())
        self.stdout.write(", ".join(f"{name} {count}" for name, count in sorted(job.detail.items())) or "nothing new")
