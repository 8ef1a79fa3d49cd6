"""Lists as CSV that opens in Excel: UTF-8 with its mark, CRLF, no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

from campaign_portal.lib.dates import short_date

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str:
    """A value as text. What begins like a formula gets an apostrophe, also behind spaces; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_formula else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """`name` is plain ASCII without its ending."""
    response = HttpResponse(csv_text(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{iri_to_uri(name)}.csv"'
    return response
