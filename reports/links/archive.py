"""A page kept as it came, in WARC (ISO 28500), the format of the world's web archives; any of their tools opens it.

Only warcio's record writer and reader are used. Its capture would patch the HTTP client of the whole process.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .fetch import MAX_BYTES, Fetched
from .page import Page, read_answer

CONTENT_TYPE = "application/warc"
# The body is kept without the pieces it came in; cookies are keys to a session, and prove nothing.
LEFT_OUT = ("transfer-encoding", "content-length", "set-cookie", "connection", "keep-alive")


@dataclass(frozen=True)
class Copy:
    """What an archive holds: the address, when it was fetched, and the page where it can be read as text."""

    url: str
    at: datetime
    content_type: str
    is_cut: bool
    page: Page | None


def pack(answer: Fetched, *, at: datetime) -> bytes:
    """The answer as a compressed WARC file of two records: about the file, and the response."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)
    about = {"software": "Campaign Portal", "format": "WARC File Format 1.0"}
    day = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    opening = writer.create_warcinfo_record("minh-chung.warc.gz", about)
    opening.rec_headers.replace_header("WARC-Date", day)
    writer.write_record(opening)
    kept = [(name, value) for name, value in answer.headers if name.lower() not in LEFT_OUT]
    head = StatusAndHeaders(
        f"{answer.status} {answer.reason}", [*kept, ("Content-Length", str(len(answer.body)))], protocol="HTTP/1.1"
    )
    facts = {"WARC-Date": day, "WARC-IP-Address": answer.address}
    if answer.is_cut:
        facts["WARC-Truncated"] = "length"
    record = writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=head,
        warc_headers_dict=facts,
    )
    writer.write_record(record)
    return file.getvalue()


def read_copy(file: BinaryIO) -> Copy | None:
    """Read an archive back. None for a file that is none of ours."""
    try:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                return _copy(record)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError):
        return None
    return None


def _copy(record) -> Copy:
    about, head = record.rec_headers.get_header, record.http_headers.get_header
    kind = head("Content-Type") or ""
    body = record.raw_stream.read(MAX_BYTES)
    return Copy(
        url=about("WARC-Target-URI"),
        at=datetime.fromisoformat(about("WARC-Date").replace("Z", "+00:00")),
        content_type=kind.partition(";")[0].strip().lower(),
        is_cut=about("WARC-Truncated") == "length",
        page=read_answer(body, kind, head("Content-Encoding") or ""),
    )
