from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from units.invitations import DAYS_VALID, set_password_link
from units.models import Unit, User
from units.queries import having_words
from units.services.people import add_first_officer


class Command(BaseCommand):
    help = (
        "Add an officer (coordinator) of a unit and print a link to set the password; the first one also administers."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="office address, used to sign in")
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--unit", required=True, help="the unit's full name or its symbol, such as STTTT")

    def handle(self, *, email: str, name: str, unit: str, **options):
        self._check(email, name)
        now = timezone.now()
        place = self._unit(unit, timezone.localdate(now))
        try:
            membership = add_first_officer(email=email, full_name=name, unit=place, now=now)
        except AlreadyDone as already:
            self.stdout.write(f"{already}")
            self._say_how_to_enter(User.objects.get(email__iexact=email.strip()))
            return
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        words = {"person": membership.user, "unit": place}
        self.stdout.write(_("Đã thêm %(person)s làm cán bộ điều phối của %(unit)s.") % words)
        if membership.user.is_staff:
            self.stdout.write(_("Người này cũng là quản trị hệ thống."))
        self._say_how_to_enter(membership.user)

    def _check(self, email: str, name: str) -> None:
        try:
            validate_email(email.strip())
        except ValidationError:
            raise CommandError(_("Địa chỉ “%s” chưa đúng dạng thư điện tử.") % email) from None
        if not name.strip():
            raise CommandError(_("Hãy cho biết họ tên: --name “Nguyễn Văn A”."))

    def _unit(self, words: str, today) -> Unit:
        units = Unit.objects.valid_on(today)
        if not units.exists():
            raise CommandError(_("Danh bạ chưa có đơn vị nào. Hãy chạy trước: manage.py load_registry"))
        found = list(units.filter(name__iexact=" ".join(words.split())) or units.filter(symbol=words.strip()))
        if len(found) == 1:
            return found[0]
        similar = found or list(having_words(units, words, "folded").order_by("sort_key")[:5])
        lines = "".join(f"\n  {unit.name}" for unit in similar[:5])
        raise CommandError(
            _("Không rõ đơn vị “%s”. Hãy ghi đúng tên đầy đủ.") % words + (_("\nCó thể là:") + lines if lines else "")
        )

    def _say_how_to_enter(self, user: User) -> None:
        if user.has_usable_password():
            self.stdout.write(_("Người này đã đặt mật khẩu, đăng nhập bằng %s.") % user.email)
            return
        self.stdout.write(_("Liên kết đặt mật khẩu, dùng một lần, trong %d ngày:") % DAYS_VALID)
        self.stdout.write(set_password_link(user))
