"""The paragraph of "Kính gửi" with its list, and where the body begins behind it."""

import re
from dataclasses import replace

from ..alphabet import LOWER
from .items import Item

# Scans lose accents: "Kinh gửi", "Noi nhận".
ADDRESSEES = re.compile(r"\W*K[íìi]nh\s+g[ửừứưu]i\b|(?P<wire>.{2,80})\s+điện\s*:$", re.IGNORECASE)
OPENER = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Trong (?:thời gian|những)|Thời gian qua|Để |Nhằm |Theo )")
_LIST, _NUMBERED = ("", "dash", "plus", "bullet"), ("letter", "number")
_OPENS_BODY = re.compile(
    rf"(?<=[{LOWER}.;)]) (?=(?:Thực hiện|Căn cứ|Triển khai|Tiếp theo|Trả lời|Phúc đáp|Theo|Để|Nhằm|Thời gian qua|"
    r"Vừa qua|Trong thời gian|Ngày \d[\d/]*)[ ,])"
)


def split_addressees(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """The paragraph of "Kính gửi" with its list, and the rest."""
    listed = ADDRESSEES.match(items[0].words.text)
    bare = listed is not None and not items[0].words.text[listed.end() :].strip(" :.")
    end = 0
    while end < len(items) and (end == 0 or _names_addressees(items, end, bare)):
        item, rest = _without_body(items[end])
        if rest:
            return [*items[:end], item], [rest, *items[end + 1 :]]
        end += 1
    return items[:end], items[end:]


def _names_addressees(items: list[Item], at: int, bare: bool) -> bool:
    """Whether the item goes on with the list; `bare`: nobody was named on the line of "Kính gửi" itself."""
    if OPENER.match(items[at].words.text):
        return False
    if not items[at].kind:
        return (bare and at == 1) or items[at - 1].words.text.endswith(";")
    return items[at].kind in _LIST or (bare and _goes_on_numbered(items, at))


def _without_body(item: Item) -> tuple[Item, Item | None]:
    """An item, and the body's first words that ran on behind it: "… Trung ương Thực hiện Quyết định …"."""
    cut = _OPENS_BODY.search(item.words.text)
    if not cut:
        return item, None
    return replace(item, words=item.words.part(0, cut.start())), Item("", "", item.words.part(cut.end()))


def _goes_on_numbered(items: list[Item], at: int) -> bool:
    """Whether the list of addressees is numbered: from its first line on, and the line before did not end it."""
    if items[at].kind not in _NUMBERED:
        return False
    return at == 1 or (items[at - 1].kind == items[at].kind and items[at - 1].words.text.endswith((";", ",")))
