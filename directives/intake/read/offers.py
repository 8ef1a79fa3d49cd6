"""Days that the letter only counts ("05 ngày làm việc kể từ ngày ký") or leaves the year out of: told and offered."""

from ..sheet import Sheet
from .deadlines import REPORT

_SAYS = "Văn bản ghi “{phrase}”."
_UNREAD = "Văn bản yêu cầu báo cáo nhưng không đọc được hạn; hãy đặt hạn báo cáo."
_FIRST = "Văn bản yêu cầu báo cáo nhiều lần (“{phrase}”); hãy đặt hạn cho lần báo cáo đầu tiên."


def offer_days(sheet: Sheet) -> None:
    """Where no day stands for the period or the report, say which words of the letter are about it.

    The day they lead to is suggested; `data` keeps None until the officer fills it in.
    """
    open_ends = [(at, each) for at, each in enumerate(sheet.data["deadlines"]) if not each["last_day"]]
    asked = [(at, each) for at, each in open_ends if REPORT.search(each["for_what"]) or REPORT.search(each["phrase"])]
    if not sheet.data["report_due"]:
        _tell_of_reports(sheet)
        _offer("report_due", [pair for pair in asked if pair[1]["relation"] != "by_end_of"], sheet)
    if not sheet.data["period_end"]:
        _offer("period_end", [pair for pair in open_ends if pair[1]["relation"] == "by_end_of"], sheet)


def _tell_of_reports(sheet: Sheet) -> None:
    """A letter that asks for a report without a day that could be read must not be said to ask for none."""
    for at, task in enumerate(sheet.data["tasks"]):
        if task["kind"] == "report":
            sheet.reading.spans["report_due"] = sheet.reading.spans[f"tasks.{at}"]
            return sheet.missing("report_due", _UNREAD)


def _offer(path: str, deadlines: list[tuple[int, dict]], sheet: Sheet) -> None:
    """The first that leads to a day, else the first."""
    reading = sheet.reading
    deadlines = sorted(deadlines, key=lambda pair: f"deadlines.{pair[0]}" not in reading.suggested)
    for at, deadline in deadlines[:1]:
        source = f"deadlines.{at}"
        if deadline["relation"] == "recurring":
            reason = _FIRST.format(phrase=deadline["phrase"])
        else:
            reason = " ".join([_SAYS.format(phrase=deadline["phrase"]), reading.reasons.get(source, "")]).strip()
        reading.spans[path] = reading.spans[source]
        if source in reading.suggested:
            sheet.suggest(path, reading.suggested[source], reason)
        else:
            sheet.missing(path, reason)
