"""Opening an Office package: limits first, then only the parts that are asked for."""

import io
import re
import zipfile
import zlib

from lxml import etree

from ..errors import IntakeError

MAX_MEMBERS = 2_000
MAX_TOTAL = 200 * 1024 * 1024  # unpacked, all members
MAX_PART = 30 * 1024 * 1024  # unpacked, one XML part
MAX_RATIO = 150  # honest XML packs 10 to 40 times; a bomb about 1000
RATIO_FROM = 1024 * 1024  # small parts may pack as well as they like
ENCRYPTED_FLAG = 0x1
_RELATIONS = re.compile(r"(?:word/)?_rels/[^/]*\.rels$")
_TYPES = "[Content_Types].xml"
_PROGRAMS = ("vbaproject.bin", "vbadata.xml")
_PROGRAM_KINDS = ("vbaproject", "wordvbadata")
_HARMLESS = ("hyperlink",)  # nothing is loaded from there before somebody follows it
_REMOTE = re.compile(
    r"\s*(?:https?|ftps?|smb|webdav|mhtml|ms-\w+):|\s*(?:file:)?(?:[\\/]{2}|[\\/]{4,})(?![\\/])", re.IGNORECASE
)


class Package:
    """A .docx that passed its limits. Relationships to other hosts are never followed."""

    def __init__(self, data: bytes):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise IntakeError("not_docx") from error
        _check(members)
        self._names = {member.filename for member in members}
        if _TYPES in self._names and b"macroenabled" in self._bytes(_TYPES).lower():
            raise IntakeError("macros")
        for name in self.names(_RELATIONS):
            _refuse_external(self.xml(name))

    def names(self, pattern: re.Pattern) -> list[str]:
        """Names of the parts that match, in alphabetical order."""
        return sorted(name for name in self._names if pattern.match(name))

    def xml(self, name: str):
        """Root element of an XML part, or None when the package has no such part."""
        if name not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._bytes(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise IntakeError("not_docx") from error
        if root.getroottree().docinfo.doctype:
            raise IntakeError("zip_limits")  # Word writes no DOCTYPE; entity bombs need one
        return root

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as member:
                data = member.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, NotImplementedError) as error:
            raise IntakeError("not_docx") from error
        if len(data) > MAX_PART:
            raise IntakeError("zip_limits")
        return data


def _check(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise IntakeError("encrypted")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
        raise IntakeError("zip_limits")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise IntakeError("zip_limits")
    if any(member.filename.lower().rpartition("/")[2] in _PROGRAMS for member in members):
        raise IntakeError("macros")


def _refuse_external(relations) -> None:
    """A template, picture or frame on another machine would be fetched by whoever opens the file."""
    for relation in relations.iter("{*}Relationship"):
        kind = (relation.get("Type") or "").rpartition("/")[2].lower()
        if kind in _PROGRAM_KINDS:
            raise IntakeError("macros")
        outside = relation.get("TargetMode") == "External" and kind not in _HARMLESS
        if outside and _REMOTE.match(relation.get("Target") or ""):
            raise IntakeError("external")
