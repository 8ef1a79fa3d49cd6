"""Figures and charts. `{% load portal_charts %}`. Every chart states its finding and has the same data as a table."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.charts import Part, Row, percent, pieces, squares, tally
from campaign_portal.lib.numbers import number_text, with_unit
from campaign_portal.lib.status import STATES

register = template.Library()


def tone_word(tone: str) -> str:
    """What a square or a piece of a bar stands for, unless the page names its tones itself."""
    key = {"done": "done", "doing": "in_progress", "wait": "waiting", "back": "returned", "todo": "not_started"}.get(
        tone
    )
    if key:
        return str(STATES[key].word)
    return {"none": _("chưa có hoạt động"), "late": _("quá hạn"), "soon": _("sắp đến hạn"), "na": _("không áp dụng")}[
        tone
    ]


@register.inclusion_tag("components/figure_link.html")
def figure_link(
    value, name: str, url: str, of: str = "", note: str = "", icon: str = "", of_url: str = "", parts: Iterable = ()
) -> dict:
    """A number that opens the rows it counts: `{% figure_link 41 "Đơn vị hoàn thành" url of="52 đơn vị" %}`.

    With `of_url` the denominator opens its own rows; `parts` are (words, address) pairs in the place of the note.
    None is shown as a dash: not measured is not 0.
    """
    shown = "–" if value is None else value if isinstance(value, str) else number_text(value)
    return {"value": shown, "name": name, "url": url, "of": of, "note": note, "icon": icon} | {
        "of_url": of_url,
        "parts": list(parts),
    }


@register.inclusion_tag("components/bars.html")
def bars(
    rows: Iterable[Mapping], title: str, sub: str = "", unit: str = "", tone: str = "seen", span: str = ""
) -> dict:
    """Bars of one number each, the longest filling the frame. A row is {label, value, url?}; `title` is the finding."""
    drawn = [
        Row(str(row["label"]), [Part(tone, row["value"])], number_text(row["value"]), row.get("url", ""))
        for row in rows
    ]
    most = max((row.total for row in drawn), default=0)
    columns = [unit or _("Số lượng")]
    return {
        "title": title,
        "sub": sub,
        "span": span,
        "lines": [{"row": row, "pieces": pieces(row, most), "words": row.note} for row in drawn],
        "columns": columns,
        "table": [table_row(row, columns, [row.note]) for row in drawn],
    }


@register.inclusion_tag("components/bars.html")
def stacked(
    rows: Iterable[Mapping], title: str, sub: str = "", unit: str = "", words: Mapping | None = None, span: str = ""
) -> dict:
    """Bars of shares, each filling the frame. A row is {label, parts: [(tone, value)…], url?}.

    The first tone is what the finding counts. `words` renames tones: {"none": "chưa tiếp nhận"}.
    """
    drawn = [share_row(row) for row in rows]
    tones = list(tally(part.tone for row in drawn for part in row.parts))
    named = {tone: (words or {}).get(tone) or tone_word(tone) for tone in tones}
    columns = [*(capfirst(word) for word in named.values()), unit or _("Tỷ lệ")]
    return {
        "title": title,
        "sub": sub,
        "span": span,
        "lines": [{"row": row, "pieces": pieces(row, row.total), "words": parts_in_words(row, named)} for row in drawn],
        "legend": [
            {"tone": tone, "words": with_unit(sum(count(row, tone) for row in drawn), named[tone])} for tone in tones
        ],
        "columns": columns,
        "table": [
            table_row(row, columns, [*(number_text(count(row, tone)) for tone in tones), row.note]) for row in drawn
        ],
    }


def share_row(row: Mapping) -> Row:
    """The note at the end of the bar is "27/31 · 87%" of the first tone."""
    parts = [Part(tone, value) for tone, value in row["parts"]]
    whole = sum(part.value for part in parts)
    first = parts[0].value if parts else 0
    note = f"{number_text(first)}/{number_text(whole)} · {percent(first, whole)}%" if whole else "0"
    return Row(str(row["label"]), parts, note, row.get("url", ""))


def parts_in_words(row: Row, named: Mapping) -> str:
    return ", ".join(with_unit(part.value, named[part.tone]) for part in row.parts if part.value)


def table_row(row: Row, columns: list[str], cells: list[str]) -> dict:
    return {"label": row.label, "url": row.url, "cells": list(zip(columns, cells, strict=True))}


def count(row: Row, tone: str) -> int:
    return sum(part.value for part in row.parts if part.tone == tone)


@register.inclusion_tag("components/strip.html")
def strip(groups: Iterable[Mapping], words: Mapping | None = None, urls: Mapping | None = None, noun: str = "") -> dict:
    """Every unit one square, by group. A group is {name, tones: ["done", "doing", "none", …], url?, all_url?}.

    `url` lists the done ones, `all_url` all of them, and `urls` what the legend counts: {tone: address}.

    Tones are drawn in the order given; "none" (silent units) is hollow and amber.
    """
    groups = list(groups)
    names = words or {}
    total = tally(tone for group in groups for tone in group["tones"])
    legend = [
        {"tone": tone, "words": with_unit(n, names.get(tone) or tone_word(tone)), "url": (urls or {}).get(tone, "")}
        for tone, n in total.items()
    ]
    return {
        "label": _("Mỗi ô là một %(noun)s: %(parts)s.")
        % {"noun": noun or _("đơn vị"), "parts": ", ".join(line["words"] for line in legend)},
        "groups": [strip_group(group, names) for group in groups],
        "legend": legend,
    }


def strip_group(group: Mapping, names: Mapping) -> dict:
    tones = list(group["tones"])
    counts = tally(tones)
    done, whole = counts.get("done", 0), len(tones)
    return {
        "name": group["name"],
        "figure": f"{number_text(done)}/{number_text(whole)}",
        "done": number_text(done),
        "whole": number_text(whole),
        "url": group.get("url", ""),
        "all_url": group.get("all_url", ""),
        "label": ", ".join(with_unit(n, names.get(tone) or tone_word(tone)) for tone, n in counts.items()),
        "drawings": squares(tones),
    }
