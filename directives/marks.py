"""Which words of a letter a field came from: pure functions over a stored reading and the letter's text.

A reading ties *paths* ("legal_bases.0", "tasks.3.group") to spans of the text. A page knows *keys* ("base-0",
"group-1"): one per field or line that an officer can correct. Keys stand in `data-src` on the words and in `data-field`
on the fields; one CSS rule per key lights the words of the field at hand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from directives.recipients import group_phrases

SINGLE = {
    "number": "number",
    "symbol": "symbol",
    "date": "date",
    "date_partial": "date",
    "place": "place",
    "doc_type": "type",
    "urgency": "type",
    "subject": "subject",
    "issuer": "issuer",
    "issuer_parent": "issuer",
    "period_end": "period",
    "report_due": "report",
    "signer": "signer",
    "recipients": "to-new",
    "tasks": "task-new",
    "cc": "copy-new",
}
SEVERAL = {"legal_bases": "base", "recipients": "to", "tasks": "task", "attachments": "file", "cc": "copy"}
STANDS_NEAR = {"number": "symbol", "issuer": "symbol", "report": "period"}
"""Where to look for what the letter leaves out: the blank number stands before the symbol."""
LIGHTS = {"base": 20, "to": 30, "group": 20, "task": 60, "file": 20, "copy": 30, "deadline": 20}
"""How many numbered keys of a kind have a rule of their own. Beyond, "Xem trong văn bản" still leads to the words."""
SINGLE_LIGHTS = sorted({*SINGLE.values(), "links"} - {"to-new", "task-new", "copy-new"})

_ONE_TASK = re.compile(r"tasks\.\d+")
Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the keys whose words it is; `begins` are those whose first words stand here."""

    text: str
    keys: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the letter; `tight` when it follows the line before without a blank one between."""

    pieces: tuple[Piece, ...]
    tight: bool


def key_of(path: str, data: dict, phrases: list[str] | None = None) -> str:
    """The key of the field that a path of the reading belongs to; empty for what no field shows.

    `phrases` are the `group_phrases` of the reading, for a caller who asks about many paths.
    """
    head, _dot, rest = path.partition(".")
    at = rest.partition(".")[0]
    if not at:
        return SINGLE.get(head, "")
    if head == "links":
        return "links"
    if head == "deadlines":
        return f"deadline-{at}"
    if path.endswith(".group"):
        return _group_key(int(at), data, group_phrases(data.get("tasks", [])) if phrases is None else phrases)
    return f"{SEVERAL[head]}-{at}" if head in SEVERAL else ""


def _group_key(at: int, data: dict, phrases: list[str]) -> str:
    tasks = data.get("tasks", [])
    phrase = tasks[at].get("recipient_group") if at < len(tasks) else None
    return f"group-{phrases.index(phrase)}" if phrase in phrases else ""


def spans_by_key(reading: dict, tasks: Iterable[list] | None = None) -> Spans:
    """Where the words of each key stand, in the order of the text. What is left out borrows the words beside it.

    `tasks` says for each instruction of the draft, as the officer arranged them, where its words stand; without it the
    reading does.
    """
    found: Spans = {}
    data = reading.get("data", {})
    phrases = group_phrases(data.get("tasks", []))
    for path, spans in reading.get("spans", {}).items():
        arranged = tasks is not None and _ONE_TASK.fullmatch(path)
        if (key := key_of(path, data, phrases)) and not arranged:
            found.setdefault(key, []).extend((start, end) for start, end in spans)
    for kind, each in (("task", tasks or ()), ("note", [note["spans"] for note in reading.get("findings", [])])):
        found |= {f"{kind}-{nth}": [(start, end) for start, end in spans] for nth, spans in enumerate(each) if spans}
    for key, neighbour in STANDS_NEAR.items():
        if key not in found and neighbour in found:
            found[key] = found[neighbour]
    return {key: sorted(set(spans)) for key, spans in found.items()}


def narrowest(keys: Iterable[str], spans: Spans) -> str:
    """Of the fields that share some words, the one most about them: with the fewest, and not on loan from another."""
    return min(
        keys, key=lambda key: (sum(end - start for start, end in spans[key]), key in STANDS_NEAR, key), default=""
    )


def in_letter_order(paths: Iterable[str], reading: dict) -> list[str]:
    """Paths of the reading as their first words stand in the letter; those of no words first, by name.

    A JSON column does not keep the order of its keys on every database.
    """
    spans = reading.get("spans", {})
    return sorted(paths, key=lambda path: (min(spans.get(path, []), default=[-1, -1]), path))


def around(place: tuple[int, int], spans: Spans, keys: Iterable[str]) -> str:
    """Which of the fields has the words at a place; empty when none has."""
    start, end = place
    return narrowest((key for key in keys if any(s < end and e > start for s, e in spans.get(key, ()))), spans)


def lines(text: str, spans: Spans) -> list[Line]:
    """The letter line by line, cut wherever words of a key begin or end. Spans may nest, overlap and cross lines."""
    firsts = {key: places[0][0] for key, places in spans.items() if places}
    found, offset, after_blank = [], 0, True
    for raw in text.split("\n"):
        if raw.strip():
            found.append(Line(tuple(_pieces(raw, offset, spans, firsts)), tight=not after_blank))
        after_blank = not raw.strip()
        offset += len(raw) + 1
    return found


def _pieces(raw: str, offset: int, spans: Spans, firsts: dict[str, int]) -> Iterator[Piece]:
    end = offset + len(raw)
    here = {key: [(s, e) for s, e in places if s < end and e > offset] for key, places in spans.items()}
    here = {key: places for key, places in here.items() if places}
    cuts = {offset, end} | {cut for places in here.values() for place in places for cut in place if offset < cut < end}
    edges = sorted(cuts)
    for start, stop in zip(edges, edges[1:], strict=False):
        keys = tuple(sorted(key for key, places in here.items() if any(s <= start and e >= stop for s, e in places)))
        begins = tuple(key for key in keys if start <= firsts[key] < stop)
        yield Piece(raw[start - offset : stop - offset], keys, begins)


def css_rules() -> str:
    """The selectors that light a field's words while the field is in hand: one per key that may occur."""
    keys = SINGLE_LIGHTS + [f"{kind}-{at}" for kind, count in LIGHTS.items() for at in range(count)]
    selector = '.intake:has([data-field="{0}"]:is(:focus-within, :hover)) [data-src~="{0}"]'
    return (
        ",\n".join(selector.format(key) for key in keys)
        + " { background: var(--c-focus); color: var(--c-focus-ink); outline: 0; }\n"
    )
