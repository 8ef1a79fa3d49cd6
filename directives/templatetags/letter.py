"""The letter with its words marked. `{% load letter %}{% marked_letter directive doubtful places targets %}`."""

from collections.abc import Collection, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from directives.marks import Line, Piece, Spans, lines, narrowest, spans_by_key
from directives.models import Directive

register = template.Library()


class Marker:
    """Draws pieces of a letter: the words of a field in <mark>, with the way to the field when there is one."""

    def __init__(self, places: Spans, doubtful: Collection[str] = (), targets: Mapping[str, str] | None = None):
        self.places, self.doubtful, self.targets = places, set(doubtful), targets or {}

    def letter(self, text: str) -> SafeString:
        return format_html_join("\n", "{}", ((self._paragraph(line),) for line in lines(text, self.places)))

    def _paragraph(self, line: Line) -> SafeString:
        words = format_html_join("", "{}", ((self._piece(piece),) for piece in line.pieces))
        return format_html('<p class="is-tight">{}</p>' if line.tight else "<p>{}</p>", words)

    def _piece(self, piece: Piece) -> SafeString:
        """An element has one id, so the other keys that begin here get an empty anchor each, before the words."""
        if not piece.keys:
            return format_html("{}", piece.text)
        first, *others = piece.begins or ("",)
        anchors = format_html_join("", '<span id="tu-{}"></span>', ((key,) for key in others))
        own = format_html(' id="tu-{}"', first) if first else ""
        return format_html(
            '{}<mark data-src="{}"{}{}>{}</mark>',
            anchors,
            " ".join(piece.keys),
            self._looks(piece),
            own,
            self._words(piece),
        )

    def _looks(self, piece: Piece) -> SafeString:
        noted = any(key.startswith("note-") for key in piece.keys)
        names = [name for name, holds in (("is-doubt", set(piece.keys) & self.doubtful), ("is-noted", noted)) if holds]
        return format_html(' class="{}"', " ".join(names)) if names else mark_safe("")

    def _words(self, piece: Piece) -> SafeString:
        """The words lead to their field. They are no stops for the Tab key: a script lets arrow keys walk over them."""
        key = narrowest((key for key in piece.keys if key in self.targets), self.places)
        if not key:
            return format_html("{}", piece.text)
        return format_html('<a href="#{}" tabindex="-1">{}</a>', self.targets[key], piece.text)


@register.simple_tag
def marked_letter(
    directive: Directive,
    doubtful: Collection[str] = (),
    places: Spans | None = None,
    targets: Mapping[str, str] | None = None,
) -> SafeString:
    """The letter's text as paragraphs, escaped; words of a field in <mark>, those of a doubtful field darker.

    `places` as the officer arranged the draft; without it, as it was read. `targets`: key → id of its field.
    """
    places = spans_by_key(directive.reading) if places is None else places
    return Marker(places, doubtful, targets).letter(directive.text)


@register.simple_tag
def plain_letter(directive: Directive) -> SafeString:
    """The letter's text as paragraphs, escaped."""
    return Marker({}).letter(directive.text)
