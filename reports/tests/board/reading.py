"""Reading a board as a person does: its lines with the words of their cells, and where these lead."""

import html
import re

from reports.tests.summaries import attribute, text_of

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)


def body(response) -> str:
    return re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[1]


def lines(response) -> list[list[str]]:
    """Each line as the words that are seen: the unit, its cells, its sums."""
    return [[seen(cell) for cell in CELL.findall(row)] for row in ROW.findall(body(response))]


def seen(markup: str) -> str:
    bare = re.sub(r'<span class="visually-hidden">.*?</span>', "", markup)
    return text_of(bare)


def units(response) -> list[str]:
    return [line[0] for line in lines(response)]


def links(markup: str) -> list[str]:
    return [html.unescape(url) for url in re.findall(r'<a\b[^>]*href="([^"]+)"', markup)]


def cells(response) -> list[tuple[str, str]]:
    """Where each cell leads and what is said aloud of it."""
    found = re.findall(r'<a class="cell([^>]*)>', response.content.decode())
    return [(attribute("href", each), attribute("aria-label", each)) for each in found]
