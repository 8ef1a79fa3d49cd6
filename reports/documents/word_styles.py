"""The styles of a Word file by Decree 30/2020: Times New Roman, black, 14 points, and names a person finds in Word."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
LEFT, CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def apply(document) -> None:
    """Set the styles that `word_xml` names, and the ones of Word that a person who writes on would take."""
    styles = document.styles
    _set(styles["Normal"], size=14, line=1)
    language = styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    for name in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{name}"), "vi-VN")
    for style_id, name, look in STYLES:
        made = styles.add_style(style_id, WD_STYLE_TYPE.PARAGRAPH)
        made.element.set(qn("w:styleId"), style_id)
        made.name, made.base_style, made.quick_style = name, styles["Normal"], True
        _set(made, **look)
    for name, look in BUILT_IN:
        _set(styles[name], **look)


STYLES = (
    ("PortalBody", "Đoạn văn", {"align": JUSTIFIED, "before": 3, "after": 3, "line": 1.1, "indent": 12.7}),
    ("PortalCentre", "Dòng giữa", {"align": CENTRE}),
    ("PortalCell", "Ô bảng", {"align": LEFT, "size": 12}),
    ("PortalAddressee", "Kính gửi", {"align": LEFT, "before": 3, "after": 3, "left": 30}),
    ("PortalAnnex", "Phụ lục", {"align": CENTRE, "bold": True, "after": 3, "level": 0}),
    ("PortalSmall", "Khoảng cách", {"size": 4}),
)
BUILT_IN = (
    ("Title", {"align": CENTRE, "bold": True, "before": 14, "level": 0}),
    ("Subtitle", {"align": CENTRE, "bold": True, "italic": False}),
    ("Heading 1", {"align": LEFT, "bold": True, "before": 9, "after": 3, "indent": 12.7, "keep": True}),
    ("Heading 2", {"align": LEFT, "bold": True, "before": 6, "after": 3, "indent": 12.7, "keep": True}),
    ("Heading 3", {"align": LEFT, "bold": True, "italic": True, "before": 6, "after": 3, "indent": 12.7, "keep": True}),
    ("Header", {"align": CENTRE, "size": 13}),
)


def _set(
    style,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align=None,
    before: float = 0,
    after: float = 0,
    line: float = 1,
    indent: float = 0,
    left: float = 0,
    keep: bool = False,
    level: int | None = None,
) -> None:
    """Sizes in points, indents in millimetres, `line` in lines."""
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in THEMED:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for name in ("w:spacing", "w:kern"):
        for odd in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(odd)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    shape.first_line_indent, shape.left_indent = Mm(indent), Mm(left)
    shape.keep_with_next = keep
    if align is not None:
        shape.alignment = align
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    for grouping in properties.findall(qn("w:contextualSpacing")) + properties.findall(qn("w:numPr")):
        properties.remove(grouping)
    if level is not None:
        _outline(properties, level)


def _outline(properties, level: int) -> None:
    found = properties.find(qn("w:outlineLvl"))
    if found is None:
        found = OxmlElement("w:outlineLvl")
        properties.append(found)
    found.set(qn("w:val"), str(level))
