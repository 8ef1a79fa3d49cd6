"""How mails look. Mail programs know no stylesheets of ours: every tag carries its looks, from this one table.

    <h1 {% look "h1" %}>…</h1>   {% mail_button url label %}   {% mail_status "returned" %}   {% mail_dark %}

Colours are those of static/css/tokens.css; a test compares them. `mail_dark` gives the same names their dark colours.
"""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from campaign_portal.lib.status import state

register = template.Library()

FONT = "'Be Vietnam Pro','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
LIGHT = {
    "page": "#f4f6f9",
    "surface": "#ffffff",
    "sunken": "#eceff4",
    "line": "#dde2ea",
    "text": "#101828",
    "text-2": "#475467",
    "action": "#0b4a9e",
    "on-action": "#ffffff",
    "link": "#0b4a9e",
    "nation": "#c8102e",
}
DARK = {
    "page": "#0c1118",
    "surface": "#151c26",
    "sunken": "#1e2733",
    "line": "#2c3746",
    "text": "#edf1f7",
    "text-2": "#b6c1d0",
    "action": "#2c6bd1",
    "on-action": "#ffffff",
    "link": "#8fbcff",
    "nation": "#d3233f",
}
TONES = {  # tone: mark, ink and tint in the light, ink and tint in the dark
    "todo": ("○", "#475467", "#eceff4", "#b6c1d0", "#232d3a"),
    "doing": ("◐", "#075985", "#def1fb", "#86cdf5", "#10304a"),
    "wait": ("…", "#5636a3", "#ede8fa", "#c5b4fb", "#2a2350"),
    "back": ("↩", "#9a3d02", "#fdebdd", "#ffb37d", "#42240d"),
    "done": ("✓", "#11633a", "#e0f3e8", "#7fd9a8", "#10341f"),
    "soon": ("!", "#7a4d00", "#fff1cf", "#ffd071", "#3b2c07"),
    "late": ("!", "#a01229", "#fce6e9", "#ff9dab", "#451421"),
    "na": ("–", "#566274", "#f4f6f9", "#9fabbc", "#151c26"),
}
LOOKS = {  # name: (colour of the letters, of the ground, of the lines; the rest)
    "page": ("text", "page", "", "margin:0;padding:0;width:100%"),
    "ground": ("", "page", "", "padding:24px 12px"),
    "card": ("", "surface", "line", "border-width:1px;border-style:solid;border-radius:8px;width:100%;max-width:600px"),
    "band": ("", "nation", "", "height:4px;line-height:4px;font-size:1px;border-radius:8px 8px 0 0"),
    "body": ("text", "", "", "padding:24px 24px 8px;font-size:16px;line-height:1.55;overflow-wrap:anywhere"),
    "foot": ("text-2", "", "line", "padding:16px 24px 24px;border-top-width:1px;border-top-style:solid"),
    "org": ("text-2", "", "", "margin:0 0 12px;font-size:14px;line-height:1.4"),
    "h1": ("text", "", "", "margin:0 0 16px;font-size:22px;line-height:1.32;font-weight:700"),
    "h2": ("text", "", "", "margin:24px 0 12px;font-size:18px;line-height:1.35;font-weight:700"),
    "p": ("text", "", "", "margin:0 0 16px;font-size:16px;line-height:1.55"),
    "small": ("text-2", "", "", "margin:0 0 8px;font-size:14px;line-height:1.5"),
    "link": ("link", "", "", "text-decoration:underline"),
    "rows": ("", "", "", "width:100%;margin:0 0 16px;border-collapse:collapse"),
    "nth": ("text-2", "", "line", "padding:12px 8px 12px 0;width:24px;border-top-width:1px;border-top-style:solid"),
    "row": ("text", "", "line", "padding:12px 0;border-top-width:1px;border-top-style:solid;line-height:1.5"),
    "quote": ("text", "sunken", "", "margin:8px 0 16px;padding:12px 16px;border-radius:8px;line-height:1.5"),
    "note": ("text", "sunken", "", "margin:8px 0 0;padding:8px 12px;border-radius:8px;line-height:1.5"),
    "button": ("on-action", "action", "", "border-radius:8px;text-align:center"),
    "press": (
        "on-action",
        "",
        "",
        "display:inline-block;padding:14px 24px;font-size:16px;line-height:20px;font-weight:700;text-decoration:none",
    ),
}
PROPERTIES = ("color", "background-color", "border-color")


@register.simple_tag
@cache  # a mail has forty parts, and a run has hundreds of mails
def look(name: str) -> SafeString:
    """The class and the style of a part. An unknown name raises KeyError."""
    *colours, rest = LOOKS[name]
    parts = [*_declared(colours, LIGHT), rest, f"font-family:{FONT}"]
    return format_html('class="m-{}" style="{}"', name, mark_safe(";".join(part for part in parts if part)))  # noqa: S308


@register.simple_tag
def mail_status(key: str, word: str = "") -> SafeString:
    """A state as a mark and a word on a coloured ground, so that none is told by colour alone."""
    found = state(key)
    mark, ink, tint, *_dark = TONES[found.tone]
    looks = "display:inline-block;padding:2px 10px;border-radius:12px;font-size:14px;line-height:1.5;font-weight:600"
    return format_html(
        '<span class="m-tone-{}" style="{};color:{};background-color:{}">{}&nbsp;{}</span>',
        found.tone,
        looks,
        ink,
        tint,
        mark,
        word or found.label,
    )


@register.inclusion_tag("emails/parts/button.html")
def mail_button(url: str, label: str) -> dict:
    return {"url": url, "label": label}


@register.simple_tag
@cache
def mail_dark() -> SafeString:
    """The rules for mail programs that show dark; the others use what stands in the tags."""
    parts = [
        (f".m-{name}", ";".join(_declared(colours, DARK, "!important"))) for name, (*colours, _rest) in LOOKS.items()
    ]
    for tone, (_mark, _ink, _tint, ink, tint) in TONES.items():
        parts.append((f".m-tone-{tone}", f"color:{ink}!important;background-color:{tint}!important"))
    rules = format_html_join("", "{}{{{}}}", [part for part in parts if part[1]])
    return format_html("@media (prefers-color-scheme:dark){{{}}}", rules)


def _declared(colours: list[str], palette: dict[str, str], weight: str = "") -> list[str]:
    pairs = zip(PROPERTIES, colours, strict=True)
    return [f"{name}:{palette[colour]}{weight}" for name, colour in pairs if colour]
