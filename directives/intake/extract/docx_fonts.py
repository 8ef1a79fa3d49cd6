"""Fonts of a .docx: they tell in which encoding old Vietnamese is written."""

from .numbering import W, val


class Fonts:
    """Names by style; the document's own default where a style names none."""

    def __init__(self, styles):
        self._styles: dict[str, tuple[str | None, str]] = {}
        self._found: dict[str | None, str] = {}
        self._default = self._normal = ""
        if styles is None:
            return
        self._default = _name(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in styles.iter(f"{W}style"):
            key = style.get(f"{W}styleId")
            self._styles[key] = (val(style, f"{W}basedOn"), _name(style.find(f"{W}rPr")))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._normal = key

    def of_paragraph(self, properties) -> str:
        """Font of the paragraph with these properties, before its runs change it."""
        return self._of_style(val(properties, f"{W}pStyle") or self._normal) or self._default

    def of_run(self, properties, font: str) -> str:
        """Font of a run with these properties in a paragraph whose font is `font`."""
        if properties is None:
            return font
        return _name(properties) or self._of_style(val(properties, f"{W}rStyle")) or font

    def _of_style(self, style: str | None) -> str:
        if style not in self._found:
            self._found[style] = self._looked_up(style)
        return self._found[style]

    def _looked_up(self, style: str | None) -> str:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            style, font = self._styles[style]
            if font:
                return font
        return ""


def _name(properties) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    return "" if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or ""
