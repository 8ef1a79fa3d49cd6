"""What rows alone can tell a reviewer about an action. A finding is a hint to a person, never a verdict."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.numbers import number_text, with_unit
from directives.models import Obligation
from reports.links.judge import homes, without_www
from reports.models import Channel
from units.models import Unit

from .alike import Twin, same_events, twins
from .deeds import Deed
from .hosts import home_of, known_homes, on_network, strays
from .similar import Middle, Usual, usual_by_channel


@dataclass(frozen=True)
class Finding:
    """`tone` is "done" (looks right), "soon" (look closer) or "note" (good to know); `twin` has pictures to compare."""

    tone: str
    words: str
    detail: str = ""
    twin: Twin | None = None

    @property
    def icon(self) -> str:
        return {"done": "done", "note": "info"}.get(self.tone, "late")


def findings(obligation: Obligation, found: list[Deed], *, user) -> list[Finding]:
    """Doubts first. Few queries, whatever the number of actions and files."""
    made = [
        *about_days(obligation, found),
        *about_entry(obligation, found),
        *about_reach(obligation, found),
        *about_photos(found),
        *about_reuse(found, user),
        *about_hosts(obligation.responsible_unit, found),
        *about_pages(obligation.responsible_unit, found),
        *about_links(obligation.responsible_unit, found),
    ]
    return sorted(made, key=lambda each: ("soon", "note", "done").index(each.tone))


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
    known = usual_by_channel(obligation, {each.channel_key for each in counted}) if counted else {}
    by_channel = {key: [each for each in counted if each.channel_key == key] for key in sorted(known)}
    far = [finding for key, some in by_channel.items() for finding in _far(some, known[key])]
    if by_channel and not far:
        usual = " ".join(_near(some, known[key]) for key, some in by_channel.items())
        return [*doubts, Finding("done", _("Số lượt từng hoạt động không khác hẳn các đơn vị cùng loại"), usual)]
    return doubts + far


def _far(some: list[Deed], usual: Usual) -> list[Finding]:
    """Of actions by one channel: each against an action of the others, or all of them against all of theirs."""
    numbers = [each.reach for each in some]
    alone = [
        Finding("soon", _far_words(number, usual.each) % {"reach": with_unit(number, _("lượt"))}, _each(some, usual))
        for number in usual.far(numbers)
    ]
    together = usual.far_together(numbers)
    if together is None:
        return alone
    words = _("Số lượt cộng lại khác hẳn các đơn vị cùng loại: %(reach)s")
    about = {"channel": capfirst(some[0].channel), "actions": with_unit(len(some), _("hoạt động"))}
    detail = _("%(channel)s, %(actions)s cộng lại.") % about
    return [Finding("soon", words % {"reach": with_unit(together, _("lượt"))}, f"{detail} {_middle(usual.together)}")]


def _far_words(number: int, others: Middle) -> str:
    if number > others.median:
        return _("Số lượt cao hơn hẳn các đơn vị cùng loại: %(reach)s")
    return _("Số lượt thấp hơn hẳn các đơn vị cùng loại: %(reach)s")


def _each(some: list[Deed], usual: Usual) -> str:
    compared = _("%(channel)s, so từng hoạt động.") % {"channel": capfirst(some[0].channel)}
    return f"{compared} {_middle(usual.each)}"


def _near(some: list[Deed], usual: Usual) -> str:
    numbers = ", ".join(number_text(each.reach) for each in some)
    named = _("%(channel)s: %(numbers)s lượt.") % {"channel": capfirst(some[0].channel), "numbers": numbers}
    return f"{named} {_middle(usual.each)}"


def _middle(others: Middle) -> str:
    return _("Trung vị của %(units)s cùng loại, kể cả đơn vị này: %(median)s.") % {
        "units": with_unit(others.units, _("đơn vị")),
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
    """Files that stand on another action the reviewer may see, and pictures that look like one there. The same event
    under another letter is a fact and no doubt; its files are not called new."""
    same = [Finding("note", each.words, each.detail) for each in same_events(found, user)]
    if not any(each.is_file for deed in found for each in deed.proofs):
        return same
    doubts = [
        Finding("note" if each.is_soft else "soon", each.words, each.detail, each if each.is_near else None)
        for each in twins(found, user)
    ]
    if doubts or same or any(each.event != each.pk for each in found):
        return doubts + same
    return [Finding("done", _("Ảnh, tệp chưa từng nộp cho hoạt động khác"))]


def about_hosts(unit: Unit, found: list[Deed]) -> list[Finding]:
    """Posts said to stand on the unit's own website, against the sites and pages the registry knows."""
    posts = [link for each in found if each.channel_key == Channel.WEBSITE for link in each.links]
    known = known_homes(unit.website, unit.pages)
    if not homes(unit.website) or not posts:
        return []
    foreign = sorted({link.host for link in posts if strays(link.url, unit.website, unit.pages)})
    if foreign:
        where = _("Trang của đơn vị: %(home)s.") % {"home": ", ".join(map(without_www, known))}
        return [Finding("soon", _("Liên kết ngoài trang của đơn vị: %(hosts)s") % {"hosts": ", ".join(foreign)}, where)]
    own = dict.fromkeys(home_of(link.url, known) for link in posts)
    return [Finding("done", _("Liên kết thuộc trang của đơn vị"), ", ".join(own))]


def about_pages(unit: Unit, found: list[Deed]) -> list[Finding]:
    """Posts on a social network, against the unit's pages there. An address that names no page may still be its own:
    it is pointed out softly."""
    known, made = known_homes(unit.website, unit.pages), []
    for deed in found:
        pages = on_network(known, deed.channel_key)
        for link in deed.links if pages else ():
            if own := home_of(link.url, pages):
                made.append(Finding("done", _("Liên kết thuộc trang đã đăng ký của đơn vị"), own))
            else:
                words = _("Chưa rõ liên kết có thuộc trang của đơn vị: %(host)s") % {"host": link.host}
                where = _("Trang đã đăng ký: %(pages)s.") % {"pages": ", ".join(pages)}
                made.append(Finding("note", words, where))
    return list(dict.fromkeys(made))


def about_links(unit: Unit, found: list[Deed]) -> list[Finding]:
    """Addresses that are dead, or whose page does not agree with what the unit says of it; no word where all is well.

    A foreign host that the address itself shows is told by `about_hosts` already.
    """
    doubts = []
    for link in (link for each in found for link in each.links if link.link):
        if link.link.dead_since:
            since = _("Từ %(day)s.") % {"day": short_date(link.link.dead_since)}
            doubts.append(Finding("soon", _("Liên kết không còn mở được: %(host)s") % {"host": link.host}, since))
            continue
        is_told = strays(link.url, unit.website, unit.pages)
        why = [words for aspect, words in link.link.doubts if aspect not in ("alive", "host" if is_told else "")]
        if why:
            doubts.append(
                Finding("soon", _("Liên kết có điểm không khớp: %(host)s") % {"host": link.host}, " ".join(why))
            )
    return doubts


def days_of(found: list[Deed]) -> str:
    days = sorted({each.done_on for each in found})
    shown = ", ".join(short_date(day) for day in days[:3])
    return (
        shown
        if len(days) <= 3
        else _("%(days)s và %(more)s") % {"days": shown, "more": with_unit(len(days) - 3, _("ngày khác"))}
    )
