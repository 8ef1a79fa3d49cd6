"""Word, Excel and PowerPoint files: ZIP archives opened with limits, so that a bomb or a macro stays outside."""

import io
import re
import zipfile
import zlib

import docx
import python_calamine
from lxml import etree

MAX_MEMBERS = 5000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 40 * 1024 * 1024  # one XML part: it is held as a tree of several times its size
MAX_RATIO = 200  # XML of office documents shrinks 10 to 50 times
RATIO_FROM = 1024 * 1024  # below this a high ratio harms nobody

_CHUNK = 1024 * 1024
_TYPES = "[Content_Types].xml"
_MAIN = {
    "docx": ("wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation.main+xml", "ppt/presentation.xml"),
}


class OfficeError(ValueError):
    """An archive that is not taken: `code` is "zip", "bomb", "macro", "password" or "broken"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def kind_of(data: bytes) -> str:
    """Return "docx", "xlsx" or "pptx", read from the content types; unpacks nothing else. Raises OfficeError."""
    with _opened(data) as archive:
        if not archive.namelist():
            raise OfficeError("broken")
        if _TYPES not in archive.namelist():
            raise OfficeError("zip")
        types = _read(archive, _TYPES)
        if re.search(rb"macroEnabled|vbaProject", types, re.IGNORECASE):
            raise OfficeError("macro")
        for kind, (main, part) in _MAIN.items():
            if main.encode() in types and part in archive.namelist():
                return kind
    raise OfficeError("broken")


def check(data: bytes) -> None:
    """Open the document with the parser that will read it. Raises OfficeError."""
    kind = kind_of(data)
    _refuse_false_sizes(data)
    try:
        if kind == "docx":
            docx.Document(io.BytesIO(data))
        elif kind == "xlsx":
            python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).close()
        with _opened(data) as archive:
            _parse(_read(archive, _MAIN[kind][1]))
    except OfficeError:
        raise
    except Exception:  # hostile bytes make a parser raise anything
        raise OfficeError("broken") from None


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise OfficeError("broken") from None
    _refuse_harm(archive.infolist())
    return archive


def _refuse_harm(members: list[zipfile.ZipInfo]) -> None:
    """Look at the directory only; whether its sizes are true is seen by `_refuse_false_sizes`."""
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise OfficeError("bomb")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise OfficeError("bomb")
        if member.filename.endswith((".xml", ".rels")) and member.file_size > MAX_XML:
            raise OfficeError("bomb")
        if member.flag_bits & 1:
            raise OfficeError("password")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise OfficeError("broken")
        if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
            raise OfficeError("broken")
        if member.filename.lower().endswith("vbaproject.bin"):
            raise OfficeError("macro")


def _refuse_false_sizes(data: bytes) -> None:
    """Unpack every member bit by bit: parsers unpack it at once, however small the directory says it is."""
    with _opened(data) as archive:
        members = archive.infolist()
    for member in members:
        # The local header: 26 fixed bytes, the lengths of name and extra field, those two, then the packed bytes.
        head = member.header_offset + 26
        start = head + 4 + sum(int.from_bytes(data[place : place + 2], "little") for place in (head, head + 2))
        packed = data[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_DEFLATED and _unpacked_size(packed, member.file_size) > member.file_size:
            raise OfficeError("bomb")


def _unpacked_size(packed: bytes, enough: int) -> int:
    """Return how long the bytes are unpacked, or any number above `enough` as soon as they are longer than that."""
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and size <= enough:
        try:
            size += len(unpacker.decompress(packed, _CHUNK))
        except zlib.error:
            raise OfficeError("broken") from None
        packed = unpacker.unconsumed_tail
    return size


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except Exception:  # a bad checksum, a compression method nobody knows, a cut file
        raise OfficeError("broken") from None


def _parse(xml: bytes) -> None:
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True)).getroottree()
    if tree.docinfo.doctype:  # Office never writes one; entity bombs need one
        raise OfficeError("broken")
