"""The way back from Word: a file that an officer changed is given new figures, and keeps everything else as it is.

Only content controls with the portal's tags are written anew, in `word/document.xml`; every other part of the file
stays byte for byte. Files come checked by `lib.files`: no bombs, no macros.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from .word_package import Package, Pictures, style_names
from .word_xml import BLOCK_TAG, FIGURE_TAG

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class NoMarks(ValueError):
    """A Word file in which nothing of the portal's is left."""


@dataclass(frozen=True)
class Mark:
    """A content control of the portal: its tag, what it is called, and the text in it."""

    tag: str
    name: str
    text: str


@dataclass(frozen=True)
class Renewed:
    """The file with new figures. Names of blocks: `overwritten` (figures too) had been changed by hand inside, `gone`
    were taken out by the officer and stay out, `stale` are not told any more and stay as they are, `added` are new."""

    data: bytes
    blocks: int
    overwritten: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def marks(data: bytes) -> list[Mark]:
    """The portal's controls in the order of reading, those within others too."""
    return [_mark(each) for each in _controls(Package(data).main)]


def renew(edited: bytes, fresh: bytes, *, base: bytes) -> Renewed:
    """Put the controls of `fresh` into the place of those of `edited`, which somebody made out of `base`.

    Raises NoMarks where there is no place for any.
    """
    target, source = Package(edited), Package(fresh)
    places = _outermost(target.main)
    wanted = {_tag(each): each for each in _outermost(source.main)}
    if not places:
        raise NoMarks
    told = _told([_mark(each) for each in places], wanted, {mark.tag: mark for mark in marks(base)})
    styles, pictures = _style_map(target, source), Pictures(target, source)
    for place in places:
        if (new := wanted.get(_tag(place))) is not None:
            _replace(place, new, target, styles, pictures)
    blocks = sum(_tag(each) in wanted for each in places)
    return Renewed(data=target.packed(pictures), blocks=blocks, **told)


# --- Reading ----------------------------------------------------------------------------------------------------------
def _controls(tree: etree._Element) -> list[etree._Element]:
    tagged = (each for each in tree.iter(f"{W}sdt") if _tag(each).startswith((BLOCK_TAG, FIGURE_TAG)))
    return [each for each in tagged if each.find(f"{W}sdtContent") is not None]


def _outermost(tree: etree._Element) -> list[etree._Element]:
    """Controls that lie in no other one of the portal's: blocks, and figures in words of the officer."""
    found = _controls(tree)
    known = set(found)
    return [each for each in found if not any(above in known for above in each.iterancestors(f"{W}sdt"))]


def _tag(control: etree._Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    return found.get(f"{W}val", "") if found is not None else ""


def _mark(control: etree._Element) -> Mark:
    alias = control.find(f"{W}sdtPr/{W}alias")
    name = alias.get(f"{W}val", "") if alias is not None else ""
    return Mark(_tag(control), name or _tag(control), _text(control))


def _text(element: etree._Element) -> str:
    """What a reader sees: without what tracked changes took away, however Word has cut its runs."""
    paragraphs = list(element.iter(f"{W}p")) or [element]
    return "\n".join("".join(each.text or "" for each in paragraph.iter(f"{W}t")) for paragraph in paragraphs)


def _told(places: list[Mark], wanted: dict, was: dict[str, Mark]) -> dict[str, tuple[str, ...]]:
    blocks = [mark for mark in places if mark.tag.startswith(BLOCK_TAG)]
    here = {mark.tag for mark in places}
    missing = [_mark(each) for tag, each in wanted.items() if tag.startswith(BLOCK_TAG) and tag not in here]
    changed = [mark for mark in places if mark.tag in wanted and mark.tag in was and mark.text != was[mark.tag].text]
    return {
        "overwritten": _names(changed),
        "gone": _names(mark for mark in missing if mark.tag in was),
        "added": _names(mark for mark in missing if mark.tag not in was),
        "stale": _names(mark for mark in blocks if mark.tag not in wanted),
    }


def _names(found: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.name for mark in found))


# --- Writing ----------------------------------------------------------------------------------------------------------
def _replace(
    place: etree._Element, new: etree._Element, target: Package, styles: dict[str, str], pictures: Pictures
) -> None:
    if _tag(place).startswith(FIGURE_TAG) and _rewritten(place, _text(new)):
        return
    content = deepcopy(new.find(f"{W}sdtContent"))
    for named in content.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        named.set(f"{W}val", styles.get(named.get(f"{W}val"), named.get(f"{W}val")))
    for picture in content.iter(f"{A}blip"):
        picture.set(f"{R}embed", pictures.bring(picture.get(f"{R}embed")))
    target.put(place.find(f"{W}sdtContent"), content)


def _rewritten(place: etree._Element, text: str) -> bool:
    """Write a figure into the first run of its control, which keeps the officer's look of it."""
    runs = list(place.iter(f"{W}t"))
    for run in runs[1:]:
        run.text = ""
    if runs:
        runs[0].text = text
    return bool(runs)


def _style_map(target: Package, source: Package) -> dict[str, str]:
    """Keys of styles in the fresh file → those in the edited one, by name: Word may have given them keys of its own."""
    own = {name: key for key, name in style_names(target).items()}
    return {key: own[name] for key, name in style_names(source).items() if name in own}
