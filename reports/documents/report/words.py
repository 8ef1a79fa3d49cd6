"""What the report says in sentences: what the figures say, and nothing that they do not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign_portal.lib.dates import local_day, short_date
from reports.documents.figures import figure, said, share
from reports.documents.paper import Block, Items, Paragraph, Text
from reports.reply.compose import ABOUT, paper_day
from reports.reply.facts import Letter
from reports.summary.figures import Summary

from .facts import Facts, Said

NAMED = 20
"""How many units the text itself names; the annex has all."""
NO_DIFFICULTIES = _lazy("Chưa có đơn vị nào nêu khó khăn, vướng mắc trong báo cáo gửi trên cổng.")
NO_PROPOSALS = _lazy("Chưa có đơn vị nào nêu đề xuất, kiến nghị trong báo cáo gửi trên cổng.")


# --- I ----------------------------------------------------------------------------------------------------------------
def bases(facts: Facts) -> list[str]:
    """The documents the letter rests on, as the letter names them; the last line ends in a full stop."""
    told = [_basis(each) for each in facts.bases]
    return [f"{line}{'.' if at + 1 == len(told) else ';'}" for at, line in enumerate(told)]


def _basis(row) -> str:
    day = " " + paper_day(row.dated_on) if row.dated_on else ""
    issuer = _(" của %(name)s") % {"name": row.issuer_name} if row.issuer_name else ""
    reference = row.reference if " " in row.reference.strip() else _("Văn bản số %(ref)s") % {"ref": row.reference}
    return _("Căn cứ %(what)s") % {"what": f"{reference}{day}{issuer}"}


def opening(facts: Facts, letter: Letter, cut: str) -> str:
    subject = ABOUT.sub("", letter.subject.strip(), count=1).rstrip(" .;")
    about = _(" về việc %(subject)s") % {"subject": subject[:1].lower() + subject[1:]} if subject else ""
    words = _("%(unit)s báo cáo tình hình thực hiện %(letter)s%(about)s, số liệu %(cut)s, như sau:")
    return words % {"unit": facts.issuer.name, "letter": named(letter), "about": about, "cut": cut}


def named(letter: Letter) -> str:
    """The issuer's own letter: type, number and symbol, and its day."""
    return f"{letter.reference} {paper_day(letter.dated_on)}" if letter.dated_on else letter.reference


def issue(facts: Facts) -> list[Text]:
    summary, letter = facts.summary, facts.directive
    tasks, instructions = summary.tally.total, len({task.instruction_id for task in summary.tasks if task.counted})
    sent = said(
        _("Ngày %(day)s, %(unit)s ban hành %(letter)s, gửi %(units)s đơn vị."),
        day=short_date(local_day(letter.issued_at)),
        unit=facts.issuer.name,
        letter=letter.reference,
        units=figure("units.sent", len(summary.units), _("Đơn vị được gửi văn bản")),
    )
    period = said(_("Thời gian thực hiện đến hết ngày %(day)s."), day=short_date(summary.due_on))
    over = _over(summary)
    if not tasks:
        return [sent, said(_("Văn bản không giao nhiệm vụ nào phải thực hiện.")), *over]
    given = said(
        _("Văn bản giao %(tasks)s nhiệm vụ cho %(units)s đơn vị, theo %(asked)s nội dung yêu cầu."),
        tasks=figure("tasks.total", tasks, _("Nhiệm vụ phải thực hiện")),
        units=figure("units.total", summary.total, _("Đơn vị phải thực hiện")),
        asked=figure("instructions", instructions, _("Nội dung yêu cầu")),
    )
    return [sent, (*given, " ", *period), *over]


def _over(summary: Summary) -> list[Text]:
    if summary.recalled_on:
        return [_("Văn bản được thu hồi ngày %(day)s.") % {"day": short_date(summary.recalled_on)}]
    if summary.closed_on:
        return [_("Chiến dịch kết thúc ngày %(day)s.") % {"day": short_date(summary.closed_on)}]
    return []


def receipt(facts: Facts) -> list[Text]:
    summary = facts.summary
    if not summary.units:
        return [_("Văn bản chưa gửi đến đơn vị nào.")]
    told = said(
        _("%(received)s/%(addressed)s đơn vị đã tiếp nhận văn bản; %(missing)s đơn vị chưa tiếp nhận."),
        received=figure("receipt.received", summary.received, _("Đơn vị đã tiếp nhận văn bản")),
        addressed=figure("receipt.addressed", summary.addressed, _("Đơn vị nhận văn bản")),
        missing=figure("receipt.missing", summary.missing, _("Đơn vị chưa tiếp nhận văn bản")),
    )
    if not summary.refused:
        return [told]
    refused = figure("receipt.refused", summary.refused, _("Đơn vị trả lại văn bản vì sai nơi nhận"))
    return [(*told, *said(_(" %(refused)s đơn vị trả lại vì sai nơi nhận."), refused=refused))]


# --- II.1 -------------------------------------------------------------------------------------------------------------
def units_done(summary: Summary) -> Text:
    told = said(
        _("%(done)s/%(total)s đơn vị đã hoàn thành mọi nhiệm vụ được giao (%(share)s)"),
        done=figure("units.done", summary.done, _("Đơn vị đã hoàn thành")),
        total=figure("units.total", summary.total, _("Đơn vị phải thực hiện")),
        share=share("units.done-share", summary.done, summary.total, _("Tỷ lệ đơn vị đã hoàn thành")),
    )
    silent = figure("units.silent", summary.silent, _("Đơn vị chưa có hoạt động nào"))
    overdue = figure("units.overdue", summary.overdue, _("Đơn vị có nhiệm vụ quá hạn"))
    more = (
        (summary.silent, said(_("%(n)s đơn vị chưa có hoạt động nào"), n=silent)),
        (summary.overdue, said(_("%(n)s đơn vị có nhiệm vụ quá hạn"), n=overdue)),
    )
    return _joined(told, more)


def tasks_done(summary: Summary) -> list[Text]:
    tally = summary.tally
    told = said(
        _("Trong %(total)s nhiệm vụ: %(done)s nhiệm vụ đã hoàn thành (%(on_time)s đúng hạn, %(late)s quá hạn)"),
        total=figure("tasks.total", tally.total, _("Nhiệm vụ phải thực hiện")),
        done=figure("tasks.done", tally.done, _("Nhiệm vụ đã hoàn thành")),
        on_time=figure("tasks.on-time", tally.on_time, _("Nhiệm vụ hoàn thành đúng hạn")),
        late=figure("tasks.done-late", tally.done_late, _("Nhiệm vụ hoàn thành quá hạn")),
    )
    waiting = figure("tasks.waiting", tally.waiting, _("Nhiệm vụ chờ xác nhận"))
    returned = figure("tasks.returned", tally.returned, _("Nhiệm vụ bị trả lại"))
    doing = figure("tasks.in-progress", tally.in_progress, _("Nhiệm vụ đang thực hiện"))
    todo = figure("tasks.not-started", tally.not_started, _("Nhiệm vụ chưa thực hiện"))
    more = (
        (tally.waiting, said(_("%(n)s nhiệm vụ chờ xác nhận"), n=waiting)),
        (tally.returned, said(_("%(n)s nhiệm vụ bị trả lại để bổ sung"), n=returned)),
        (tally.in_progress, said(_("%(n)s nhiệm vụ đang thực hiện"), n=doing)),
        (tally.not_started, said(_("%(n)s nhiệm vụ chưa thực hiện"), n=todo)),
    )
    return [_joined(told, more), *_late(summary), *exempt(summary)]


def _joined(told: tuple, more: Iterable[tuple[int, tuple]]) -> Text:
    """A sentence of parts, those that count nothing left out."""
    for count, part in more:
        if count:
            told = (*told, "; ", *part)
    return (*told, ".")


def _late(summary: Summary) -> list[Text]:
    if not summary.tally.open:
        return []
    if not summary.tally.overdue:
        return [_("Chưa có nhiệm vụ nào quá hạn.")]
    overdue = figure("tasks.overdue", summary.tally.overdue, _("Nhiệm vụ quá hạn"))
    return [said(_("%(n)s nhiệm vụ chưa hoàn thành đã quá hạn."), n=overdue)]


def exempt(summary: Summary) -> list[Text]:
    """Tasks and units that stand in no denominator."""
    found: list[Text] = []
    if summary.tally.exempt:
        tasks = figure("tasks.exempt", summary.tally.exempt, _("Nhiệm vụ được miễn, không áp dụng"))
        found.append(said(_("%(tasks)s nhiệm vụ được miễn hoặc không áp dụng, không tính vào tổng."), tasks=tasks))
    if summary.exempt:
        units = figure("units.exempt", summary.exempt, _("Đơn vị không phải thực hiện"))
        found.append(said(_("%(units)s đơn vị nhận văn bản mà không phải thực hiện nhiệm vụ nào."), units=units))
    return found


def reports_in(summary: Summary) -> list[Text]:
    if not summary.asks_for_reports:
        return []
    told = said(
        _("%(in)s/%(addressed)s đơn vị đã nộp báo cáo; %(out)s đơn vị chưa nộp."),
        **{
            "in": figure("reports.in", summary.reported, _("Đơn vị đã nộp báo cáo")),
            "addressed": figure("receipt.addressed", summary.addressed, _("Đơn vị nhận văn bản")),
            "out": figure("reports.out", summary.unreported, _("Đơn vị chưa nộp báo cáo")),
        },
    )
    return [told]


# --- III, IV ----------------------------------------------------------------------------------------------------------
def achieved(facts: Facts) -> list[Text]:
    tally = facts.summary.tally
    if not tally.done:
        return [_("Chưa có nhiệm vụ nào được xác nhận hoàn thành.")]
    told = said(
        _("%(on_time)s/%(done)s nhiệm vụ đã hoàn thành là đúng hạn (%(share)s)."),
        on_time=figure("tasks.on-time", tally.on_time, _("Nhiệm vụ hoàn thành đúng hạn")),
        done=figure("tasks.done", tally.done, _("Nhiệm vụ đã hoàn thành")),
        share=share("tasks.on-time-share", tally.on_time, tally.done, _("Tỷ lệ hoàn thành đúng hạn")),
    )
    groups = [_group_name(group) for group in facts.summary.by_group() if group.tally.total]
    whole = [
        _group_name(group)
        for group in facts.summary.by_group()
        if group.tally.total and group.tally.done == group.tally.total
    ]
    if not whole or len(groups) == 1:
        return [told]
    return [told, _("Các nhóm có mọi nhiệm vụ đã hoàn thành: %(names)s.") % {"names": "; ".join(whole)}]


def _group_name(group) -> str:
    return group.name or _("tất cả đơn vị nhận")


def behind(facts: Facts) -> tuple[Block, ...]:
    """Who has done nothing, and who is late, by name as far as a text can."""
    rows = facts.summary.behind()
    silent = [row.name for row in rows if row.is_silent]
    late = [row.name for row in rows if not row.is_silent]
    found: list[Block] = []
    if silent:
        count = figure("units.silent", len(silent), _("Đơn vị chưa có hoạt động nào"))
        found += _listed(said(_("%(n)s đơn vị chưa có hoạt động nào:"), n=count), silent)
    if late:
        count = figure("units.late", len(late), _("Đơn vị đã có hoạt động nhưng quá hạn"))
        found += _listed(said(_("%(n)s đơn vị đã có hoạt động nhưng còn nhiệm vụ quá hạn:"), n=count), late)
    return tuple(found) or (Paragraph(_("Không có đơn vị nào chậm.")),)


def _listed(head: Text, names: list[str]) -> list[Block]:
    lines = [f"{name};" for name in names[:NAMED]]
    if len(names) > NAMED:
        lines.append(_("và các đơn vị khác nêu tại Phụ lục I;"))
    lines[-1] = lines[-1].removesuffix(";") + "."
    return [Paragraph(head), Items(tuple(lines))]


def quoted(rows: list[Said], nothing) -> tuple[Block, ...]:
    """What units wrote, each in its own words."""
    if not rows:
        return (Paragraph(str(nothing)),)
    lines = [_("%(unit)s: “%(text)s”") % {"unit": row.unit, "text": " ".join(row.text.split())} for row in rows]
    return (Items(tuple(f"{line}{'.' if at + 1 == len(lines) else ';'}" for at, line in enumerate(lines))),)


def ending(facts: Facts, is_final: bool) -> str:
    what = _("báo cáo kết quả") if is_final else _("báo cáo tiến độ")
    to = facts.to or _("cấp có thẩm quyền")
    words = _("Trên đây là %(what)s, %(unit)s kính báo cáo %(to)s./.")
    return words % {"what": what, "unit": facts.issuer.name, "to": to}
