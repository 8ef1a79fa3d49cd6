"""A .docx as the package it is: its main part as a tree, its other parts as bytes that stay what they are."""

import re
from functools import cached_property
from io import BytesIO
from itertools import count
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

MAIN, RELATIONS, STYLES, TYPES = (
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "[Content_Types].xml",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
PLACE = re.compile(rb"<!--([0-9a-f]{32})-->.*?<!--\1-->", re.DOTALL)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class Package:
    """The parts of a Word file. `main` may be changed; `packed` writes it back."""

    def __init__(self, data: bytes):
        self.data = data
        self._coming: dict[bytes, bytes] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        with ZipFile(BytesIO(self.data)) as archive:
            return frozenset(archive.namelist())

    @cached_property
    def main(self) -> etree._Element:
        return self.tree(MAIN)

    @cached_property
    def relations(self) -> etree._Element:
        return self.tree(RELATIONS)

    def read(self, name: str) -> bytes:
        with ZipFile(BytesIO(self.data)) as archive:
            return archive.read(name)

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.read(name), PARSER)

    def put(self, old: etree._Element, new: etree._Element) -> None:
        """Let an element of another file stand in the place of one of `main`: as text, when the file is packed. Trees
        take a minute to let a thousand rows go."""
        token = uuid4().hex
        old.addprevious(etree.Comment(token))
        old.addnext(etree.Comment(token))
        self._coming[token.encode()] = etree.tostring(new, encoding="UTF-8", with_tail=False)

    def packed(self, pictures: "Pictures") -> bytes:
        """The file with its main part as it stands now and the pictures brought; all other parts keep their bytes."""
        changed = {MAIN: PLACE.sub(self._come, _bytes(self.main))}
        if pictures.brought:
            changed |= {RELATIONS: _bytes(self.relations), TYPES: _with_png(self.tree(TYPES))}
        kept = BytesIO()
        with ZipFile(BytesIO(self.data)) as archive, ZipFile(kept, "w", ZIP_DEFLATED) as packed:
            for info in archive.infolist():
                packed.writestr(info, changed.get(info.filename) or archive.read(info), ZIP_DEFLATED)
            for name, data in pictures.brought.items():
                packed.writestr(name, data)
        return kept.getvalue()

    def _come(self, place: re.Match) -> bytes:
        return self._coming.get(place[1], place[0])


class Pictures:
    """Pictures of one package that go into another."""

    def __init__(self, target: Package, source: Package):
        self.target, self.source = target, source
        self.brought: dict[str, bytes] = {}

    def bring(self, key: str) -> str:
        """Take over the picture of a relationship of the source; returns its key in the target."""
        place = next(each.get("Target") for each in self.source.relations if each.get("Id") == key)
        used = {each.get("Id") for each in self.target.relations}
        number = next(n for n in count(1) if f"rIdPortal{n}" not in used and self._name(n) not in self.target.names)
        self.brought[self._name(number)] = self.source.read(f"word/{place}")
        fresh = {"Id": f"rIdPortal{number}", "Type": IMAGE, "Target": self._name(number).removeprefix("word/")}
        etree.SubElement(self.target.relations, f"{PACKAGE}Relationship", fresh)
        return fresh["Id"]

    def _name(self, number: int) -> str:
        return f"word/media/portal{number}.png"


def style_names(package: Package) -> dict[str, str]:
    """Key of each style → its name, folded: "heading 1" and "Heading 1" are one."""
    if STYLES not in package.names:
        return {}
    found = {}
    for style in package.tree(STYLES).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId")] = re.sub(r"\s+", " ", name.get(f"{W}val", "")).casefold()
    return found


def _bytes(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_png(types: etree._Element) -> bytes:
    if not any(each.get("Extension", "").lower() == "png" for each in types.iter(f"{CONTENT}Default")):
        types.insert(0, etree.Element(f"{CONTENT}Default", {"Extension": "png", "ContentType": "image/png"}))
    return _bytes(types)
