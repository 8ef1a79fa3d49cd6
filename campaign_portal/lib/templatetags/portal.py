"""Small parts of pages: icons, states, days, numbers, notices, dialogs. `{% load portal %}`.

Charts and lists have libraries of their own, `portal_charts` and `portal_lists`.
"""

from datetime import date, datetime
from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib import dates, numbers
from campaign_portal.lib.status import State, describe, due_tone
from campaign_portal.lib.status import state as find_state

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite. Without a label it is decoration beside a word."""
    address = f"{static('img/sprite.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


# --- States and days --------------------------------------------------------------------------------------------------
def draw_state(state: State, *, word: str = "", plain: bool = False) -> SafeString:
    """Icon and word in the colours of a state."""
    classes = f"status status--{state.tone}{' status--plain' if plain else ''}"
    return format_html('<span class="{}">{}{}</span>', classes, icon(state.drawing), word or state.label)


@register.simple_tag
def status(key: str, word: str = "", plain: bool = False) -> SafeString:
    """The state behind a stored value: `{% status obligation.progress %}`."""
    return draw_state(find_state(key), word=word, plain=plain)


@register.simple_tag
def progress(value: str, due_on: date, today: date, submitted_on: date | None = None, plain: bool = False):
    """Progress with the due day in view: "đang thực hiện – sắp đến hạn", "hoàn thành quá hạn"."""
    return status(describe(value, due_on=due_on, today=today, submitted_on=submitted_on), plain=plain)


@register.simple_tag
def status_word(key: str) -> str:
    """The word alone, as in the middle of a sentence."""
    return str(find_state(key).word)


@register.simple_tag
def cell(key: str, label: str, url: str = "") -> SafeString:
    """A cell of the board: short word and icon on the tint of the state, the whole said to a screen reader."""
    state = find_state(key)
    words = f"{label}: {state.label}"
    if state.tone == "na" and not url:
        inner = format_html('<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', state.label)
    else:
        inner = format_html("{}{}", icon(state.drawing), state.brief)
    if not url:
        return format_html('<span class="cell cell--{}">{}</span>', state.tone, inner)
    return format_html('<a class="cell cell--{}" href="{}" aria-label="{}">{}</a>', state.tone, url, words, inner)


@register.simple_tag
def due(due_on: date | None, today: date) -> SafeString:
    """How far a due day is, in words and with its icon: "Còn 6 ngày". Nothing when there is no due day."""
    if due_on is None:
        return mark_safe("")
    tone = due_tone(due_on, today)
    return format_html(
        '<span class="due{}">{}<span>{}<span class="visually-hidden"> ({})</span></span></span>',
        f" due--{tone}" if tone else "",
        icon("late" if tone == "late" else "clock"),
        capfirst(dates.distance_words(due_on, today)),
        dates.short_date(due_on),
    )


@register.filter
def long_date(day: date | None) -> SafeString | str:
    """ "thứ Tư, 20/11/2024" on one line."""
    return numbers.unbroken(dates.long_date(day)) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    return dates.short_date(day) if day else ""


@register.filter
def clock(at: datetime | None) -> SafeString | str:
    """ "08:30 ngày 14/11/2024" on one line, in local time."""
    return numbers.unbroken(dates.clock_words(at)) if at else ""


@register.filter
def distance(due_on: date, today: date) -> SafeString:
    """ "còn 6 ngày", as in the middle of a sentence."""
    return numbers.unbroken(dates.distance_words(due_on, today))


# --- Numbers and text -------------------------------------------------------------------------------------------------
@register.simple_tag
def number(value, unit: str = "", decimals: int = 0) -> SafeString:
    """ "12.345" or, with a unit, "12.345 đơn vị" on one line; a dash for what was not measured (None is not 0)."""
    if value is None:
        return format_html('<span aria-label="{}">–</span>', _("chưa có số liệu"))
    return format_html('<span class="num">{}</span>', numbers.with_unit(value, unit, decimals))


@register.filter
def unbroken(text) -> SafeString:
    return numbers.unbroken(str(text))


@register.filter
def file_size(size: int) -> str:
    """ "1,2 MB", "340 kB"."""
    if size < 999_500:
        return numbers.with_unit(max(round(size / 1000), 1), "kB")
    return numbers.with_unit(size / 1_000_000, "MB", decimals=1)


# --- Boxes around a text ----------------------------------------------------------------------------------------------
NOTICE_ICONS = {"": "info", "soon": "clock", "late": "late", "done": "done"}


@register.simple_block_tag
def notice(content: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A word to the reader within the page: `{% notice "soon" %}<p>…</p>{% endnotice %}`."""
    classes = f"notice notice--{tone}" if tone else "notice"
    drawing = icon(icon_name or NOTICE_ICONS[tone])
    return format_html('<div class="{}">{}<div>{}</div></div>', classes, drawing, mark_safe(content))  # noqa: S308


@register.simple_block_tag
def said(content: str, by: str = "", info: bool = False) -> SafeString:
    """A person's words, with who said them and when."""
    author = format_html('<p class="said__by">{}</p>', by) if by else ""
    classes = "said said--info" if info else "said"
    return format_html('<div class="{}">{}{}</div>', classes, mark_safe(content), author)  # noqa: S308


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A question over the page, opened by `data-opens="id"`. The caller's text holds .dialog__body and .dialog__acts.

    Without JavaScript the opener is a link to a page that asks the same.
    """
    return format_html(
        '<dialog class="dialog" id="{id}" aria-labelledby="{id}_title"><div class="dialog__body">'
        '<h2 id="{id}_title">{title}</h2></div><button class="tool dialog__close" type="button" data-closes '
        'aria-label="{close}">{cross}</button>{content}</dialog>',
        id=id,
        title=title,
        close=_("Đóng"),
        cross=icon("close"),
        content=mark_safe(content),  # noqa: S308 - rendered from the caller's template
    )


# --- Errors of a form -------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms, heading: str = "h2") -> dict:
    """What must be mended in one or several forms or formsets, each line leading to its field."""
    forms = [form for form in forms if form]  # a page may have no form yet
    for form in forms:
        form.errors_are_summed = True  # templates/bootstrap5/errors.html then keeps quiet
    errors = [error for form in forms for error in form_errors(form)]
    words = ngettext("Còn %(count)d chỗ cần sửa", "Còn %(count)d chỗ cần sửa", len(errors)) % {"count": len(errors)}
    return {"errors": errors, "title": words, "heading": heading, "id": f"errors_{uuid4().hex[:6]}"}


def form_errors(form) -> list[dict]:
    """Each error of a form or formset with the id of its field; those of no field stand first, without one.

    A form that is `called` something, as one of many is, gives its name to its errors.
    """
    if hasattr(form, "forms"):
        own = [{"text": text, "target": ""} for text in form.non_form_errors()]
        return own + [error for part in form.forms for error in form_errors(part)]
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [{"text": text, "target": ""} for text in field.errors]
    for field in form.visible_fields():
        label = ", ".join(str(words) for words in (getattr(form, "called", ""), field.label) if words)
        found += [{"text": text, "target": first_id(field), "label": label} for text in field.errors]
    return found


def first_id(field) -> str:
    """Where a link to the field leads: to its control, or to the first of its choices."""
    if not field.use_fieldset:
        return field.id_for_label
    return next((choice.id_for_label for choice in field.subwidgets), "") or field.auto_id


@register.filter
def without_help(field):
    """The field without its help text, where the page says the same by other means."""
    field.help_text = ""
    return field
