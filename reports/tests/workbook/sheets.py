"""Plain workbooks for tests: what the portal holds, a file as it is downloaded, and a file as it comes back."""

import io
import uuid
from datetime import date

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import timezone

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import store_upload
from reports.forms.kept import token
from reports.services.what import Proof
from reports.workbook import columns
from reports.workbook.columns import FILLED
from reports.workbook.rows import Content, Done, Duty, Held, Line
from reports.workbook.write import line_of, workbook

TODAY = date(2024, 11, 20)
HEADS = ["Mã dòng", "Cần sửa", *map(str, FILLED.values()), "Đơn vị", "Trạng thái", "Phiên bản"]
TYPED = {
    "duties": "7",
    "done_on": "20/11/2024",
    "channel": "Zalo",
    "audience": "Người dân, hộ dân",
    "reach": 120,
    "description": "",
    "links": "",
}


def content(**more) -> Content:
    facts = {
        "done_on": date(2024, 11, 5),
        "channel": "website",
        "audience": "residents",
        "reach": 120,
        "description": "Đăng bài",
        "links": ("https://ninhkieu.example/bai-viet",),
        "duties": (7,),
    }
    return Content(**(facts | more))


def duty(pk: int = 7, **more) -> Duty:
    facts = {
        "title": "Đăng tải tài liệu",
        "unit_id": 3,
        "unit": "Phòng Văn hóa và Thông tin quận Ninh Kiều",
        "directive_id": 1,
        "letter": "12/STTTT-CNTT",
        "due_on": date(2024, 11, 20),
        "state": "Đang thực hiện",
        "is_open": True,
        "is_own": True,
    }
    return Duty(pk=pk, **(facts | more))


def done(what: Content | None = None, **more) -> Done:
    what = what or content()
    facts = {
        "client_uuid": uuid.UUID(int=len(more) + 1),
        "labels": tuple(f"{pk} – việc" for pk in what.duties),
        "unit": "Phòng Văn hóa và Thông tin quận Ninh Kiều",
        "state": "Đã ghi",
        "is_mendable": True,
        "is_own": True,
    }
    return Done(content=what, **(facts | more))


def held(*actions: Done, duties=(), **more) -> Held:
    return Held(duties=list(duties) or [duty(7), duty(8)], done=list(actions), **more)


def written(state: Held, fresh=("moi-1", "moi-2")) -> bytes:
    """The file as it is downloaded."""
    return workbook(
        duties=state.duties,
        lines=[line_of(each) for each in state.done],
        about={each.key: each for each in state.done},
        fresh=fresh,
        heading="Việc của đơn vị đến ngày 20/11/2024",
    )


def line(number: int = 2, key: str = "moi-1", version: str = "", **cells) -> Line:
    return Line(number, key, version, TYPED | cells)


def sheet(*rows, heads=HEADS, name: str = str(columns.ACTIONS)) -> bytes:
    """A file as somebody else's program wrote it: rows of plain values."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(name)
    for row, values in enumerate([heads, *rows]):
        for column, value in enumerate(values):
            if isinstance(value, date):
                page.write_datetime(row, column, value, book.add_format({"num_format": "dd/mm/yyyy"}))
            elif isinstance(value, str):
                page.write_string(row, column, value)
            else:
                page.write(row, column, value)
    book.close()
    return out.getvalue()


def row(key: str = "moi-1", version: str = "", **cells) -> list:
    """The values of one row of `sheet`."""
    typed = TYPED | cells
    return [key, "", *(typed[name] for name in FILLED), "", "", version]


def sent_key(user, duty: int) -> str:
    """The name under which a file of a new line and a faulty one waits that the person has sent."""
    data = sheet(row("moi-1", duties=str(duty)), row("moi-2", duties="0"))
    upload = read_upload(ContentFile(data, name="bang-tinh.xlsx"), max_bytes=10**7, kinds=["xlsx"])
    return token(Proof(stored=store_upload(upload, now=timezone.now()), name=upload.name), user)
