"""The lists of a .docx: which list and level a paragraph belongs to, by itself or by its style."""

import re

from .lists import Lists

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def val(element, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


class Numbering:
    """Counts through the lists of one document, in document order."""

    def __init__(self, numbering, styles):
        self._styles: dict[str, tuple] = {}
        self._found: dict[str | None, tuple] = {}
        self._lists = Lists(*_read_lists(numbering)) if numbering is not None else Lists({}, {})
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                self._styles[style.get(f"{W}styleId")] = (val(style, f"{W}basedOn"), style.find(f"{W}pPr/{W}numPr"))

    def label(self, properties) -> str:
        """What Word draws before the paragraph with these properties; "" when it has no number."""
        return self._lists.label(*self._place(properties))

    def _place(self, properties) -> tuple[str | None, int]:
        if properties is None:
            return None, 0
        number = properties.find(f"{W}numPr")
        number_id = val(number, f"{W}numId")
        if number_id is None:
            number_id, number = self._from_style(val(properties, f"{W}pStyle"))
        return number_id, whole(val(number, f"{W}ilvl"))

    def _from_style(self, style: str | None) -> tuple:
        if style not in self._found:
            self._found[style] = self._looked_up(style)
        return self._found[style]

    def _looked_up(self, style: str | None) -> tuple:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            style, number = self._styles[style]
            if val(number, f"{W}numId") is not None:
                return val(number, f"{W}numId"), number
        return None, None


def _read_lists(numbering) -> tuple[dict, dict]:
    levels, lists = {}, {}
    for abstract in numbering.iter(f"{W}abstractNum"):
        levels[abstract.get(f"{W}abstractNumId")] = {
            whole(level.get(f"{W}ilvl")): {
                "format": val(level, f"{W}numFmt") or "decimal",
                "text": val(level, f"{W}lvlText") or "",
                "start": whole(val(level, f"{W}start"), 1),
            }
            for level in abstract.iter(f"{W}lvl")
        }
    for number in numbering.iter(f"{W}num"):
        starts = {}
        for override in number.iter(f"{W}lvlOverride"):
            start = val(override, f"{W}startOverride")
            if start is not None:
                starts[whole(override.get(f"{W}ilvl"))] = whole(start, 1)
        lists[number.get(f"{W}numId")] = (val(number, f"{W}abstractNumId"), starts)
    return levels, lists
