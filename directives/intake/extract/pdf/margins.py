"""What stands around the letter on a page: page numbers, running titles, footnotes, stamps of signatures."""

import re
from collections import Counter
from dataclasses import replace

from .columns import NATION
from .page import Page, Run
from .rows import Row, rows_of

_NUMBER = re.compile(r"(?:trang\s*)?[-–—|\s]*\d{1,3}\s*(?:/\s*\d{1,4})?[-–—|\s.]*$", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:(?:Người|Đơn vị) ký|(?:Được )?[Kk]ý (?:số )?bởi|Thời gian ký|Ngày ký|Ký ngày|Signed by|Signature|Signer|"
    r"Signing (?:date|time)|Certified by|Email|E-mail|Cơ quan|Chức vụ|Reason|Location|Date)\s*:|Digitally signed|"
    r".{0,40}\d{2}[:.]\d{2}[:.]\d{2}\s*\+0?7[:.']?0?0",
)
_SIGNATURE = re.compile(r"ký|sign|\d{2}:\d{2}:\d{2}", re.IGNORECASE)
_REFERENCE = re.compile(r"[\[(]?\d{1,2}[\])]?$")
_REPEATED = 3  # pages that must bear a title before it counts as running; two where no text of a letter stands
_MARGIN, _EDGE = 0.1, 0.065  # of the height of the page; Decree 30 leaves at least 20 mm, 0.067 of it
_NEAR = 1.9  # of the size
_FOOTNOTE_SIZE, _REFERENCE_SIZE = 0.86, 0.75  # of the size of the body


def without_margins(pages: list[Page]) -> list[Page]:
    """The pages without what is around the letter."""
    laid = [rows_of(page.runs) for page in pages]
    running = Counter(title for page, rows in zip(pages, laid, strict=True) for title in _titles(page, rows))
    known = {title for title, times in running.items() if times >= max(2 if title[2] else _REPEATED, len(pages) / 2)}
    return [_bare(page, rows, known) for page, rows in zip(pages, laid, strict=True)]


def _titles(page: Page, rows: list[Row]) -> set[tuple[str, int, bool]]:
    """What may be a running title: rows in the margins. Above a letter that begins here they may be its heading."""
    begins = any(NATION.search(row.text) for row in rows[:6])
    top = [] if begins else rows[:2]
    return {_shape(row, page) for row in (*top, *rows[-2:]) if _in_margin(row, page)}


def _in_margin(row: Row, page: Page, margin: float = _MARGIN) -> bool:
    return not margin < row.base / page.height < 1 - margin


def _shape(row: Row, page: Page) -> tuple[str, int, bool]:
    """Words, digits aside, height, whether at the edge: two titles of one shape are the same one."""
    return re.sub(r"\d+", "#", row.text), round(row.base / 4), _in_margin(row, page, _EDGE)


def _bare(page: Page, rows: list[Row], running: set[tuple]) -> Page:
    def is_margin(row: Row, inner: Row | None) -> bool:
        if _shape(row, page) in running and _in_margin(row, page):
            return True
        return bool(_NUMBER.match(row.text)) and not (inner and _goes_on(inner, row))

    start, end = 0, len(rows)
    while start < end and is_margin(rows[start], None):
        start += 1
    while end > start and is_margin(rows[end - 1], rows[end - 2] if end - 2 >= start else None):
        end -= 1
    runs = _without_stamps([run for row in _without_footnotes(rows[start:end]) for run in row.runs])
    return replace(page, runs=runs)


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a lone number under a line is the end of its sentence: "… trước ngày" and "20." on the left."""
    near = before.base - row.base < _NEAR * before.size
    return near and row.x0 < before.x0 + row.size


def _without_stamps(runs: list[Run]) -> list[Run]:
    """Stamps of electronic signatures are small blocks: "Ký bởi: …" and the lines close under it."""
    stamps = [run for run in runs if _STAMP.match(run.text)]
    if not any(_SIGNATURE.search(run.text) for run in stamps):
        return runs
    return [run for run in runs if not any(_in_stamp(run, stamp) for stamp in stamps)]


def _in_stamp(run: Run, stamp: Run) -> bool:
    """The stamp's own line, or a wrapped one: as small, as far left, close under it."""
    near = 0 <= stamp.base - run.base < 2.6 * stamp.size and abs(run.x0 - stamp.x0) < stamp.size
    return run is stamp or (near and abs(run.size - stamp.size) < 0.1 * stamp.size and stamp.size < 9)


def _without_footnotes(rows: list[Row]) -> list[Row]:
    """Notes at the foot begin with a small raised number; with them go the numbers that point at them."""
    body = _body_size(rows)
    start = next((at for at, row in enumerate(rows) if _opens_notes(rows, at, body)), None)
    if start is None:
        return rows
    kept = []
    for row in rows[:start]:
        runs = [run for run in row.runs if run.size > _REFERENCE_SIZE * body or not _REFERENCE.match(run.text)]
        kept += [Row(runs)] if runs else []
    return kept


def _body_size(rows: list[Row]) -> float:
    sizes: Counter = Counter()
    for row in rows:
        for run in row.runs:
            sizes[round(run.size, 1)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _opens_notes(rows: list[Row], at: int, body: float) -> bool:
    first, rest = rows[at].runs[0], rows[at:]
    raised = _REFERENCE.match(first.text) and len(rows[at].runs) > 1 and first.size < 0.85 * rows[at].runs[1].size
    return bool(raised) and at > 0 and all(row.runs[-1].size <= _FOOTNOTE_SIZE * body for row in rest)
