"""The letter with its words marked. `{% load letter %}{% marked_letter directive doubtful %}`."""

from collections.abc import Collection

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from directives.marks import Line, Piece, lines, spans_by_key
from directives.models import Directive

register = template.Library()


@register.simple_tag
def marked_letter(directive: Directive, doubtful: Collection[str] = ()) -> SafeString:
    """The letter's text as paragraphs, escaped; words of a field in <mark>, those of a doubtful field darker."""
    found = lines(directive.text, spans_by_key(directive.reading))
    return format_html_join("\n", "{}", ((_paragraph(line, doubtful),) for line in found))


@register.simple_tag
def plain_letter(directive: Directive) -> SafeString:
    """The letter's text as paragraphs, escaped."""
    return format_html_join("\n", "{}", ((_paragraph(line, ()),) for line in lines(directive.text, {})))


def _paragraph(line: Line, doubtful: Collection[str]) -> SafeString:
    words = format_html_join("", "{}", ((_piece(piece, doubtful),) for piece in line.pieces))
    return format_html('<p class="is-tight">{}</p>' if line.tight else "<p>{}</p>", words)


def _piece(piece: Piece, doubtful: Collection[str]) -> SafeString:
    """An element has one id, so the other keys that begin here get an empty anchor each, before the words."""
    if not piece.keys:
        return format_html("{}", piece.text)
    first, *others = piece.begins or ("",)
    anchors = format_html_join("", '<span id="tu-{}"></span>', ((key,) for key in others))
    own = format_html(' id="tu-{}"', first) if first else ""
    doubt = mark_safe(' class="is-doubt"') if set(piece.keys) & set(doubtful) else ""
    return format_html('{}<mark data-src="{}"{}{}>{}</mark>', anchors, " ".join(piece.keys), doubt, own, piece.text)
