"""Signs of an issued letter that lack others. A draft whose number and day are blank alike is nothing odd.

Decree 30/2020/NĐ-CP, article 8: number and symbol, place and day, and the signer are parts of every letter.
"""

from ..sheet import Sheet


def note_gaps(sheet: Sheet) -> None:
    data, spans = sheet.data, sheet.reading.spans
    if data["date"] and not data["symbol"]:
        _note(sheet, "symbol", "Văn bản đã ghi ngày nhưng không thấy số và ký hiệu.", spans["date"])
    elif data["date"] and not data["number"]:
        _note(sheet, "number", "Văn bản đã ghi ngày nhưng để trống số.", spans["symbol"])
    elif data["number"] and not data["date"]:
        _note(sheet, "date", "Văn bản đã ghi số nhưng chưa ghi đủ ngày, tháng, năm.", spans["number"])
    if data["number"] and data["date"] and not data["signer"]["name"]:
        _note(sheet, "signer", "Văn bản đã có số và ngày nhưng không thấy họ tên người ký.", spans.get("signer"))


def _note(sheet: Sheet, path: str, message: str, spans: list | None) -> None:
    """At the words beside the gap, else at the number."""
    sheet.note_at(f"{path}_missing", path, message, spans or sheet.reading.spans["number"])
