"""The map as SVG text: one drawing for the page, the print, the PDF and the Word file.

Colours stand as attributes in their light form, which documents need and the page's style sheets override (no `style`,
which the content security policy refuses). Everything that comes from people is escaped.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .geometry import Shape
from .layout import HINT, LINE, SIZES, Area, Label, Layout, Mark, lay_out
from .shades import SHADES, Shade

INK, HALO, THIN = "#101828", "#ffffff", "#566274"
LEGEND_LINE = 22
PAPER_FONT = "Liberation Sans, Arial, sans-serif"


def draw(marks: Sequence[Mark], others: Sequence[Shape] = (), *, kind: str, title: str) -> SafeString:
    """The picture of the places. `kind`: "desk" and "phone" are linked pictures for the page, "paper" stands alone.

    `title` is what the picture says, for who does not see it. Pure: the same marks give the same text.
    """
    layout = lay_out(marks, others, SIZES[kind])
    is_paper = kind == "paper"
    legend = _legend(layout, kind) if is_paper else ""
    height = layout.height + (LEGEND_LINE * -(-len(_shown(layout)) // 2) - HINT if is_paper else 0)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="place-map place-map--{}" viewBox="0 0 {} {}" width="{}"'
        ' height="{}" role="{}" aria-label="{}" font-family="{}" font-size="12.5">{}{}{}{}</svg>',
        kind,
        layout.size.width,
        height,
        layout.size.width,
        height,
        "img" if is_paper else "group",
        title,
        PAPER_FONT,
        _patterns(layout, kind),
        _outlines(layout),
        format_html_join("", "{}", ((_area(area, layout, kind),) for area in layout.areas)),
        legend,
    )


def _outlines(layout: Layout) -> SafeString:
    """The city's other places in one path: nothing to say of them, nothing to open."""
    if not layout.outlines:
        return mark_safe("")
    return format_html('<path fill-rule="evenodd" {} d="{}"/>', _paint(SHADES["void"], ""), "".join(layout.outlines))


# --- Shades -----------------------------------------------------------------------------------------------------------
def _shown(layout: Layout) -> list[Shade]:
    used = {area.mark.shade for area in layout.areas} | ({"void"} if layout.outlines else set())
    return [shade for key, shade in SHADES.items() if key in used]


def _patterns(layout: Layout, kind: str) -> SafeString:
    hatched = ((*_pattern(shade, kind),) for shade in SHADES.values() if shade.pitch)
    row = (
        '<pattern id="{}" class="m-{}" width="{}" height="{}" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="m-fill" width="{}" height="{}" fill="{}"/>'
        '<path class="m-line" d="M0 0V{}" stroke="{}" stroke-width="3"/></pattern>'
    )
    return format_html("<defs>{}</defs>", format_html_join("", row, hatched))


def _pattern(shade: Shade, kind: str) -> tuple:
    pitch = shade.pitch
    return (_pattern_id(shade, kind), shade.key, pitch, pitch, pitch, pitch, shade.fill, pitch, shade.line)


def _pattern_id(shade: Shade, kind: str) -> str:
    return f"map-{kind}-{shade.key}"


def _paint(shade: Shade, kind: str) -> SafeString:
    """Fill and outline of a place in a shade."""
    fill = f"url(#{_pattern_id(shade, kind)})" if shade.pitch else shade.fill
    line = shade.line if shade.is_hollow or shade.pitch else HALO
    width = 2.5 if shade.key == "none" else 1.25
    dashes = mark_safe(' stroke-dasharray="3 3"') if shade.key == "void" else ""
    return format_html('class="m-{}" fill="{}" stroke="{}" stroke-width="{}"{}', shade.key, fill, line, width, dashes)


def swatch(key: str) -> SafeString:
    """The shade as a small square for a legend; it hatches itself, so that it needs no other picture of the page."""
    shade = SHADES[key]
    lines = "".join(f"M{x} 14.5L{x + 13} 1.5" for x in range(2, 15, shade.pitch)) if shade.pitch else ""
    return format_html(
        '<svg class="place-map__swatch m-{}" width="30" height="16" viewBox="0 0 30 16" aria-hidden="true">'
        '<rect class="m-fill" x="1.5" y="1.5" width="27" height="13" rx="2" fill="{}"{}/>'
        '<path class="m-line" d="{}" stroke="{}" stroke-width="2.5"/></svg>',
        key,
        shade.fill,
        format_html(' stroke="{}" stroke-width="2"', shade.line) if shade.is_hollow else "",
        lines,
        shade.line,
    )


def _legend(layout: Layout, kind: str) -> SafeString:
    """What the shades mean, in two columns under the picture."""
    rows = []
    for place, shade in enumerate(_shown(layout)):
        x, y = place % 2 * layout.size.width // 2 + 4, layout.height - HINT + place // 2 * LEGEND_LINE + 2
        text = str(shade.word)
        rows.append((x, y, _paint(shade, kind), x + 30, y + 12, INK, text[:1].upper() + text[1:]))
    row = '<rect x="{}" y="{}" width="22" height="14" rx="2" {}/><text x="{}" y="{}" fill="{}">{}</text>'
    return format_html_join("", row, rows)


# --- Places -----------------------------------------------------------------------------------------------------------
def _area(area: Area, layout: Layout, kind: str) -> SafeString:
    mark, paint = area.mark, _paint(SHADES[area.mark.shade], kind)
    if area.box:
        ground = format_html('<rect x="{}" y="{}" width="{}" height="{}" rx="4" {}/>', *area.box, paint)
    else:
        ground = format_html('<path fill-rule="evenodd" stroke-linejoin="round" {} d="{}"/>', paint, area.path)
    label = _label(area.label) if area.label else ""
    if kind == "paper":
        return format_html("{}{}", ground, label)
    words = format_html(
        '<text class="place-map__words" x="{}" y="{}" fill="{}" visibility="hidden">{}</text>',
        4,
        layout.height - 6,
        INK,
        mark.words,
    )
    if not mark.url:
        return format_html('<g role="img" aria-label="{}">{}{}{}</g>', mark.words, ground, label, words)
    return format_html('<a href="{}" aria-label="{}">{}{}{}</a>', mark.url, mark.words, ground, label, words)


def _label(label: Label) -> SafeString:
    anchor = "start" if label.leads_from else "middle"
    first, *more = label.lines
    lines = format_html('<tspan font-weight="600">{}</tspan>', first)
    if more:
        lines += format_html('<tspan x="{}" dy="{}">{}</tspan>', round(label.x, 1), LINE, more[0])
    text = format_html(
        '<text class="place-map__label" x="{}" y="{}" text-anchor="{}" fill="{}" stroke="{}" stroke-width="3"'
        ' paint-order="stroke" stroke-linejoin="round" aria-hidden="true">{}</text>',
        round(label.x, 1),
        round(label.y, 1),
        anchor,
        INK,
        HALO,
        lines,
    )
    if not label.leads_from:
        return text
    x, y = label.leads_from
    line = '<path class="place-map__lead" fill="none" stroke="{}" d="M{} {}L{} {}"/>'
    return format_html(line, THIN, x, y, round(label.x - 5, 1), round(label.y + 2, 1)) + text
