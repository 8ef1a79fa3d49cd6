"""`{% load opendata %}`: small words of the pages of open data."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def words_of(text: str) -> list[str]:
    """The words of a text, to go through them."""
    return text.split()


@register.filter
def open_value(value) -> str:
    """A value as the files say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
