"""Reminders that people gave themselves, in words, for the ledger of a letter and for the call list. Reads only."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from directives.models import Directive, HandReminder


def by_hand(directive: Directive) -> QuerySet[HandReminder]:
    """All that was written down about a letter, with what was taken back and the rows that did so, latest first."""
    rows = HandReminder.objects.filter(delivery__directive=directive)
    return rows.select_related("delivery", "acting_unit", "spoken_to", "recorded_by", "withdrawn_by")


def hand_words(row: HandReminder) -> str:
    """ "Điện thoại, 09:10 ngày 14/11/2024, gặp Nguyễn Thị A: hẹn nộp thứ Sáu (Trần Văn B)"."""
    if row.withdraws_id:
        about = {"at": clock_words(row.recorded_at), "why": row.note, "by": row.recorded_by}
        return _("Bỏ lần nhắc ghi nhầm, %(at)s: %(why)s (%(by)s)") % about
    way = row.get_way_display()
    words = f"{way[:1].upper()}{way[1:]}, {clock_words(row.recorded_at)}"
    words += _(", gặp %(person)s") % {"person": row.spoken_to} if row.spoken_to else ""
    words += f": {row.note}" if row.note else ""
    return f"{words} ({row.recorded_by})"
