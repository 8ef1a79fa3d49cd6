from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from directives import tasks
from directives.models import Directive
from directives.reminders.foretold import Foretold, Line, foretell
from directives.reminders.rehearse import rehearse
from directives.reminders.unheard import SilentUnit

NONE = "–"


class Command(BaseCommand):
    help = "Plans and sends reminders now; with --dry-run tells what would go out at a moment, and sends nothing."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="a local moment, 2024-11-13T08:00; only with --dry-run")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="one line per message, then per silent unit; writes and sends nothing",
        )
        parser.add_argument("--directive", type=int, help="the key of one letter; only with --dry-run")

    def handle(self, *args, at, dry_run, directive, **options):
        if not dry_run:
            if at or directive:
                raise CommandError(_("Chỉ diễn tập được cho một lúc khác hoặc một văn bản: hãy thêm --dry-run."))
            tasks.plan_reminders()
            tasks.send_due_messages()
            return
        now = timezone.now()
        found = rehearse(at=moment(at) if at else now, now=now, directives=letters(directive))
        for line in report(foretell(found, now=now)):
            self.stdout.write(line)


def moment(typed: str) -> datetime:
    """The instant behind what was typed; without a zone it is local time."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise CommandError(_("Không đọc được “%s”. Hãy nhập như 2024-11-13T08:00.") % typed) from None
    return at if timezone.is_aware(at) else timezone.make_aware(at, timezone.get_default_timezone())


def letters(pk: int | None) -> list[Directive] | None:
    if pk is None:
        return None
    if found := Directive.objects.filter(pk=pk, issued_at__isnull=False).first():
        return [found]
    raise CommandError(_("Không có văn bản đã ban hành nào mang mã %d.") % pk)


def report(found: Foretold) -> list[str]:
    """The sentence, what it rests on, a line for each message, then one for each unit that hears nothing.

    Columns are parted by tabs.
    """
    if found.closed:
        return [found.closed]
    head = [_("Người nhận"), _("Đơn vị"), _("Gửi đến"), _("Kênh"), _("Bước nhắc"), _("Thư hoặc lý do"), _("Văn bản")]
    rows = [head, *map(_told, found.lines), *map(_silent, found.silent_units)]
    return [found.sentence, found.note, *("\t".join(row) for row in rows)]


def _told(line: Line) -> list[str]:
    units, letters = ("; ".join(names) for names in (line.units, line.letters))
    return [line.person, units, line.address or NONE, line.channel, line.step_words, line.subject, letters]


def _silent(unit: SilentUnit) -> list[str]:
    reasons, letters = ("; ".join(lines) for lines in (unit.reason_lines, unit.references))
    return [NONE, unit.whose, NONE, NONE, NONE, reasons, letters]
