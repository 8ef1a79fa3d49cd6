"""Reading back a list that was downloaded, as a person's program does: what stands above, the table, what below."""

import csv
import io
from dataclasses import dataclass

import python_calamine


@dataclass(frozen=True)
class File:
    above: list[str]
    head: list
    rows: list[list]
    below: str

    def column(self, title: str) -> list:
        place = self.head.index(title)
        return [row[place] for row in self.rows]

    def by(self, *titles: str) -> list[tuple]:
        return list(zip(*(self.column(title) for title in titles), strict=True))


def content(response) -> bytes:
    """The bytes; reading them to the end closes the file."""
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def csv_of(response) -> File:
    return _parted(list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"), newline=""))))


def xlsx_of(response) -> File:
    return read_xlsx(content(response))


def read_xlsx(data: bytes, sheet: int = 0) -> File:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return _parted(book.get_sheet_by_index(sheet).to_python(skip_empty_area=False))


def _parted(lines: list[list]) -> File:
    """The lines up to the first empty one, the table, and what stands behind the last empty one."""
    empty = [place for place, line in enumerate(lines) if not any(cell not in ("", None) for cell in line)]
    first, last = empty[0], empty[-1]
    return File([line[0] for line in lines[:first]], lines[first + 1], lines[first + 2 : last], lines[last + 1][0])
