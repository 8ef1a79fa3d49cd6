"""A list on its way out: written to a temporary file, then sent from there under a name every browser understands."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from tempfile import TemporaryFile
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.text import fold
from reports.exports.columns import Listing, Maker
from reports.exports.csv_file import write_csv
from reports.exports.xlsx_file import write_xlsx
from units.access import home_unit

WRITERS = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}


class Ending:
    """The part of an address that says which file is wanted."""

    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def download(found: Callable[..., Listing | HttpResponse]) -> Callable[..., HttpResponse]:
    """The view that gives a list as a file. `found` returns the list as the page with the same address shows it, under
    the guards of that page, or their answer."""

    @require_safe
    @login_required
    @wraps(found)
    def view(request: HttpRequest, *, ending: str, **which) -> HttpResponse:
        listing = found(request, **which)
        return listing if isinstance(listing, HttpResponse) else respond(request, listing, ending, timezone.now())

    return view


def respond(request: HttpRequest, listing: Listing, ending: str, now: datetime) -> FileResponse:
    """The file is removed from the disk once it was sent, or the connection broke."""
    write, content_type = WRITERS[ending]
    unit = home_unit(request.user)
    out = TemporaryFile()  # noqa: SIM115 - closed by the response, which reads from it
    write(out, listing, Maker(str(request.user), unit.name if unit else "", now))
    out.seek(0)
    response = FileResponse(out, content_type=content_type)
    response["Content-Disposition"] = disposition(listing, ending, now)
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(listing: Listing, ending: str, now: datetime) -> str:
    """The name twice: in ASCII for old programs, and as it is (RFC 5987)."""
    about = f"{listing.until or local_day(now):%Y-%m-%d}.{ending}"
    whole = " ".join(listing.name.replace("/", "-").split())[:120]
    short = slugify(fold(whole))[:80].strip("-") or "danh-sach"
    return f"attachment; filename=\"{short}-{about}\"; filename*=UTF-8''{quote(f'{whole} {about}', safe='')}"
