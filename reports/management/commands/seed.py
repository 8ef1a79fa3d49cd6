"""Load the registry and the demonstration's people, campaigns and waiting draft; running it again adds nothing."""

from datetime import date, time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import at_local
from directives.models import Campaign
from reports.seed.campaigns import NAME_2024, NAME_LIVE, seed_2024, seed_live
from reports.seed.people import SECOND_OFFICER, add_people
from reports.seed.waiting import seed_waiting
from units.models import User
from units.registry_import import load_registry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if User.objects.exclude(email__endswith=".example").exists():
            raise CommandError(
                _("Cơ sở dữ liệu đã có người dùng thật, nên không nạp dữ liệu minh họa. Hãy dùng cơ sở dữ liệu mới.")
            )
        now = timezone.now()
        opened = at_local(date(2024, 10, 1), time(8, 0))
        load_registry(actor=None, now=opened)
        officer = add_people(now=opened)
        reviewers = [officer, User.objects.get(email=SECOND_OFFICER)]
        if not Campaign.objects.filter(name=NAME_2024).exists():
            self.stdout.write(_("Đang tạo chiến dịch năm 2024 từ văn bản thật …"))
            with transaction.atomic():  # stopped half-way, nothing of it stays, and the next run makes it whole
                seed_2024(officer=officer, reviewers=reviewers)
        if not Campaign.objects.filter(name=NAME_LIVE).exists():
            self.stdout.write(_("Đang tạo chiến dịch minh họa đang thực hiện …"))
            with transaction.atomic():
                live = seed_live(officer=officer, reviewers=reviewers, now=now)
                seed_waiting(live, officer=officer, now=now)
        self.stdout.write(_("Dữ liệu minh họa đã sẵn sàng."))
