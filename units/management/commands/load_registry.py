from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from units.registry_import import load_registry


class Command(BaseCommand):
    help = "Load the registry of Cần Thơ (autumn 2024) from the project's own fixtures; may run any number of times."

    def handle(self, **options):
        loaded = load_registry(actor=None, now=timezone.now())
        for problem in loaded.problems:
            self.stderr.write(problem)
        words = {"areas": loaded.areas, "units": loaded.units, "successions": loaded.successions}
        self.stdout.write(_("Đã thêm %(areas)d địa bàn, %(units)d đơn vị, %(successions)d lần kế thừa.") % words)
