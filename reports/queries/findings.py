"""What rows alone can tell a reviewer about an action. A finding is a hint to a person, never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.numbers import with_unit
from directives.models import Obligation
from reports.models import Action, Channel, Evidence

from .deeds import Deed, Proof, files_of
from .similar import Middle, middles


@dataclass(frozen=True)
class Finding:
    """`tone` is "done" (looks right) or "soon" (look closer)."""

    tone: str
    words: str
    detail: str = ""

    @property
    def icon(self) -> str:
        return "done" if self.tone == "done" else "late"


def findings(obligation: Obligation, found: list[Deed], *, user) -> list[Finding]:
    """Doubts first. Two queries, whatever the number of actions and files."""
    made = [
        *about_days(obligation, found),
        *about_entry(obligation, found),
        *about_reach(obligation, found),
        *about_photos(found),
        *about_reuse(found, user),
        *about_hosts(obligation.responsible_unit.website, found),
        *about_links(obligation.responsible_unit.website, found),
    ]
    return sorted(made, key=lambda each: each.tone == "done")


def about_days(obligation: Obligation, found: list[Deed]) -> list[Finding]:
    """Actions dated before the letter or after the due day."""
    directive = obligation.delivery.directive
    late = [each for each in found if each.done_on > obligation.due_on]
    early = [each for each in found if directive.dated_on and each.done_on < directive.dated_on]
    doubts = []
    if late:
        due = _("Hạn: %(day)s.") % {"day": short_date(obligation.due_on)}
        doubts.append(Finding("soon", _("Hoạt động sau hạn: %(days)s") % {"days": days_of(late)}, due))
    if early:
        dated = _("Văn bản ngày %(day)s.") % {"day": short_date(directive.dated_on)}
        doubts.append(Finding("soon", _("Hoạt động trước ngày văn bản: %(days)s") % {"days": days_of(early)}, dated))
    if found and not doubts:
        return [Finding("done", _("Ngày thực hiện nằm trong thời gian của văn bản"))]
    return doubts


def about_entry(obligation: Obligation, found: list[Deed]) -> list[Finding]:
    """Actions said to have been done in time, but written down after the due day."""
    due = obligation.due_on
    late = [each for each in found if each.done_on <= due < each.recorded_on]
    return [
        Finding(
            "soon",
            _("Nhập muộn, sau hạn %(days)s: %(what)s")
            % {"days": with_unit((each.recorded_on - due).days, _("ngày")), "what": each.channel},
            _("Thực hiện %(done)s, nhập %(entered)s, hạn %(due)s.")
            % {"done": short_date(each.done_on), "entered": short_date(each.recorded_on), "due": short_date(due)},
        )
        for each in late
    ]


def about_reach(obligation: Obligation, found: list[Deed]) -> list[Finding]:
    """Actions without a number, and numbers far from what units of the same kind report for the same instruction."""
    doubts = [
        Finding(
            "soon", _("Chưa khai số lượt: %(what)s, %(day)s") % {"what": each.channel, "day": short_date(each.done_on)}
        )
        for each in found
        if each.reach is None
    ]
    counted = [each for each in found if each.reach is not None]
    known = middles(obligation, {each.channel_key for each in counted}) if counted else {}
    compared = [(each, known[each.channel_key]) for each in counted if each.channel_key in known]
    far = [(each, others) for each, others in compared if others.is_far(each.reach)]
    if compared and not far:
        return [*doubts, Finding("done", _("Số lượt gần với các đơn vị cùng loại"), _usual(compared[0][1]))]
    return doubts + [_far(each, others) for each, others in far]


def _far(deed: Deed, others: Middle) -> Finding:
    words = (
        _("Số lượt cao hơn hẳn các đơn vị cùng loại: %(reach)s")
        if deed.reach > others.median
        else _("Số lượt thấp hơn hẳn các đơn vị cùng loại: %(reach)s")
    )
    return Finding("soon", words % {"reach": with_unit(deed.reach, _("lượt"))}, _usual(others))


def _usual(others: Middle) -> str:
    return _("Trung vị so với %(units)s khác cùng loại: %(median)s.") % {
        "units": with_unit(others.units - 1, _("đơn vị")),
        "median": with_unit(round(others.median), _("lượt")),
    }


def about_photos(found: list[Deed]) -> list[Finding]:
    """The day the camera wrote against the day declared."""
    dated = [(each, photo) for each in found for photo in each.pictures if photo.taken_at]
    apart = [(each, photo) for each, photo in dated if local_day(photo.taken_at) != each.done_on]
    if apart:
        return [
            Finding(
                "soon",
                _("Ngày chụp khác ngày khai: %(name)s") % {"name": photo.name},
                _("Chụp %(taken)s, khai %(done)s.")
                % {"taken": short_date(local_day(photo.taken_at)), "done": short_date(each.done_on)},
            )
            for each, photo in apart
        ]
    return [Finding("done", _("Ngày chụp khớp ngày khai"), _("Đọc từ tệp ảnh."))] if dated else []


def about_reuse(found: list[Deed], user) -> list[Finding]:
    """The same bytes, or the same picture with other hidden data, on another action that the reviewer may see."""
    files = files_of(found)
    if not files:
        return []
    others = elsewhere(files, own=[each.pk for each in found], user=user)
    doubts = [reused(each, others) for each in files]
    doubts = [doubt for doubt in doubts if doubt]
    return doubts or [Finding("done", _("Ảnh, tệp chưa từng nộp cho hoạt động khác"))]


def elsewhere(files: Iterable[Proof], *, own: list[int], user) -> list[Evidence]:
    originals = {each.stored.pk for each in files}
    shown = {each.stored.display_id for each in files} - {None}
    same = Q(stored__in=originals) | Q(stored__display__in=shown)
    rows = Evidence.objects.visible_to(user).kept().filter(same).exclude(action__in=own)
    rows = rows.exclude(action__state=Action.State.WITHDRAWN)
    return list(rows.select_related("action__unit", "stored").order_by("pk"))


def reused(file: Proof, others: list[Evidence]) -> Finding | None:
    for other in others:
        is_copy = file.stored.display_id and other.stored.display_id == file.stored.display_id
        if other.stored_id == file.stored.pk or is_copy:
            where = _("%(unit)s, hoạt động ngày %(day)s, biên nhận %(receipt)s.") % {
                "unit": other.action.unit.name,
                "day": short_date(other.action.done_on),
                "receipt": other.action.receipt,
            }
            return Finding("soon", _("Đã nộp cho hoạt động khác: %(name)s") % {"name": file.name}, where)
    return None


def about_hosts(website: str, found: list[Deed]) -> list[Finding]:
    """Posts said to stand on the unit's own website, against the address the registry knows."""
    home = host_of(website)
    posts = [link for each in found if each.channel_key == Channel.WEBSITE for link in each.links]
    if not home or not posts:
        return []
    foreign = sorted({link.host for link in posts if not belongs(link.host, home)})
    if foreign:
        known = _("Trang của đơn vị: %(home)s.") % {"home": home}
        return [Finding("soon", _("Liên kết ngoài trang của đơn vị: %(hosts)s") % {"hosts": ", ".join(foreign)}, known)]
    return [Finding("done", _("Liên kết thuộc trang của đơn vị"), home)]


def about_links(website: str, found: list[Deed]) -> list[Finding]:
    """Addresses that are dead, or whose page does not agree with what the unit says of it; no word where all is well.

    A foreign host that the address itself shows is told by `about_hosts` already.
    """
    doubts = []
    for link in (link for each in found for link in each.links if link.link):
        if link.link.dead_since:
            since = _("Từ %(day)s.") % {"day": short_date(link.link.dead_since)}
            doubts.append(Finding("soon", _("Liên kết không còn mở được: %(host)s") % {"host": link.host}, since))
            continue
        is_told = not belongs(link.host, host_of(website))
        why = [words for aspect, words in link.link.doubts if aspect not in ("alive", "host" if is_told else "")]
        if why:
            doubts.append(
                Finding("soon", _("Liên kết có điểm không khớp: %(host)s") % {"host": link.host}, " ".join(why))
            )
    return doubts


def host_of(address: str) -> str:
    text = address.strip().lower()
    host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    return host.removeprefix("www.")


def belongs(host: str, home: str) -> bool:
    return host.lower() == home or host.lower().endswith(f".{home}")


def days_of(found: list[Deed]) -> str:
    days = sorted({each.done_on for each in found})
    shown = ", ".join(short_date(day) for day in days[:3])
    return (
        shown
        if len(days) <= 3
        else _("%(days)s và %(more)s") % {"days": shown, "more": with_unit(len(days) - 3, _("ngày khác"))}
    )
