"""A list as CSV: UTF-8 with its mark, CRLF, days as 20/11/2024, no cell that a spreadsheet would run as a formula."""

import csv
import io
from datetime import datetime
from typing import Any, BinaryIO

from django.utils import timezone

from campaign_portal.lib.csv_tables import BOM, cell
from campaign_portal.lib.dates import short_date

from .columns import Column, Kind, Listing, Maker
from .lines import line_below, lines_above


def write_csv(out: BinaryIO, listing: Listing, maker: Maker) -> int:
    """Write the list, return how many rows it has. Only some rows are in memory at a time."""
    words = io.TextIOWrapper(out, encoding="utf-8", newline="")
    words.write(BOM)
    writer = csv.writer(words, lineterminator="\r\n")
    writer.writerows([cell(line)] for line in lines_above(listing, maker))
    writer.writerow([])
    writer.writerow([cell(column.title) for column in listing.columns])
    count = 0
    for row in listing.each():
        writer.writerow([csv_cell(column, column.value(row)) for column in listing.columns])
        count += 1
    writer.writerow([])
    writer.writerow([line_below(count)])
    words.detach()
    return count


def csv_cell(column: Column, value: Any) -> str:
    if column.kind is Kind.MOMENT and isinstance(value, datetime):
        local = timezone.localtime(value, timezone.get_default_timezone())
        return f"{short_date(local.date())} {local:%H:%M}"
    return cell(value)
