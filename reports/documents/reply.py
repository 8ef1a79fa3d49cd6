"""The unit's own reply as a paper: the content is `reports.reply`, which its page shows as well."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from directives.models import Delivery
from reports.models import Document
from reports.reply.compose import BLANK
from reports.reply.load import reply_of
from reports.reply.paper import Line, Reach, Reply, Section

from .cut import check_of
from .figures import figure
from .paper import (
    Addressees,
    Block,
    Closing,
    Column,
    Heading,
    Items,
    Letterhead,
    Marked,
    Paper,
    Paragraph,
    Span,
    Table,
    Text,
    Title,
)


def compose(document: Document) -> Paper:
    """As things stand now: what a unit had handed in at an earlier moment is not kept apart."""
    rows = Delivery.objects.select_related("directive__campaign", "directive__issuer")
    delivery = rows.get(directive=document.directive_id, unit=document.unit_id)
    reply = reply_of(delivery, today=local_day(document.asked_at))
    return Paper(
        title=f"{_('Báo cáo')}: {reply.subject}",
        author=delivery.unit_name,
        blocks=(*_head(reply), *_body(reply), Closing(reply.signer, reply.copies, check=check_of(document))),
        sample=_("Số liệu minh họa") if delivery.directive.campaign.is_illustrative else "",
    )


def _head(reply: Reply) -> tuple[Block, ...]:
    number = _("Số: %(blank)s/%(symbol)s") % {"blank": BLANK, "symbol": reply.symbol}
    return (
        Letterhead(reply.parent, reply.unit, number, reply.place_and_day),
        Title("BÁO CÁO", reply.subject),
        Addressees((reply.to,)),
    )


def _body(reply: Reply) -> tuple[Block, ...]:
    parts = [(_("Kết quả thực hiện"), Marked("results", _("Kết quả thực hiện"), _results(reply)))]
    if reply.reach:
        parts.append((_("Số lượt tiếp cận"), Marked("reach", _("Số lượt tiếp cận"), _reach(reply.reach))))
    parts.append((_("Khó khăn, vướng mắc"), _own(reply.difficulties)))
    parts.append((_("Đề xuất, kiến nghị"), _own(reply.proposals)))
    if reply.evidence:
        parts.append((_("Minh chứng"), Marked("evidence", _("Minh chứng"), _evidence(reply))))
    found: list[Block] = [Paragraph(reply.basis)]
    if reply.receipt:
        found.append(Marked("receipt", _("Tiếp nhận"), (Paragraph(reply.receipt),)))
    for number, (title, block) in zip(("I", "II", "III", "IV", "V"), parts, strict=False):
        found += [Heading(f"{number}. {title.upper()}"), block]
    ending = _("Trên đây là kết quả thực hiện, kính báo cáo %(to)s./.") % {"to": reply.to}
    return (*found, Paragraph(ending))


def _own(text: str) -> Paragraph:
    """The unit's own words; what is not said yet is theirs to add in Word."""
    return Paragraph(" ".join(text.split()) or _("(đơn vị bổ sung)"))


def _results(reply: Reply) -> tuple[Block, ...]:
    return tuple(block for section in reply.sections for block in _section(section)) or (
        Paragraph(_("Chưa có nội dung nào được thực hiện.")),
    )


def _section(section: Section) -> tuple[Block, ...]:
    deeds = figure(f"section.{section.number}.deeds", len(section.lines), section.title[:80])
    told = (section.standing, " ", _("Số hoạt động: "), deeds, ".") if section.lines else section.standing
    lines = (Items(tuple(map(_line, section.lines))),) if section.lines else ()
    return (Heading(f"{section.number}. {section.title}", 2), Paragraph(told), *lines)


def _line(line: Line) -> str:
    told = [_("Ngày %(day)s: %(what)s") % {"day": line.day, "what": line.what}, line.reach]
    words = "; ".join(part for part in told if part)
    proofs = "".join(f" [{number}]" for number in line.proofs)
    return f"{words}. {line.description.rstrip('.')}{proofs}." if line.description else f"{words}{proofs}."


def _reach(rows: tuple[Reach, ...]) -> tuple[Block, ...]:
    columns = (
        Column(_("STT"), 0.8, "center"),
        Column(_("Hình thức"), 4),
        Column(_("Đối tượng"), 4),
        Column(_("Số hoạt động"), 1.8, "right"),
        Column(_("Số lượt"), 2, "right"),
    )
    note = _("Số lượt được tính riêng cho từng hình thức và đối tượng, không cộng gộp.")
    return (Table(columns, tuple(_reached(n, row) for n, row in enumerate(rows, 1))), Paragraph(note))


def _reached(number: int, row: Reach) -> tuple[Text, ...]:
    who = f"{row.channel}, {row.audience}"
    key = f"reach.{slugify(row.audience)[:20]}.{slugify(row.channel)[:20]}"
    deeds = figure(f"{key}.deeds", row.actions, _("Hoạt động: %(who)s") % {"who": who})
    if row.times is None:
        return str(number), row.channel, row.audience, deeds, _("chưa đếm được")
    times = figure(f"{key}.times", row.times, _("Lượt: %(who)s") % {"who": who})
    return str(number), row.channel, row.audience, deeds, times


def _evidence(reply: Reply) -> tuple[Block, ...]:
    def proof(each) -> Text:
        return (f"[{each.number}] ", Span(each.url, link=each.url) if each.url else each.name)

    return tuple(Paragraph(proof(each), is_flush=True, align="left") for each in reply.evidence)
