"""The sheet that the rules fill in while they read: a `Reading` with short verbs."""

from .passage import Passage
from .reading import Reading


class Sheet:
    """Rules write values with the words they came from; `reading` is the result."""

    def __init__(self, text: str):
        self.reading = Reading(text=text)

    @property
    def data(self) -> dict:
        return self.reading.data

    def put(self, path: str, value, *words: Passage, doubt: str = "") -> None:
        """Set a single field ("number") and tie it to its words."""
        self.data[path] = value
        self.tie(path, *words, doubt=doubt)

    def add(self, field: str, value, *words: Passage, doubt: str = "") -> str:
        """Append to a list field; returns the path of the new entry."""
        path = f"{field}.{len(self.data[field])}"
        self.data[field].append(value)
        self.tie(path, *words, doubt=doubt)
        return path

    def tie(self, path: str, *words: Passage, doubt: str = "") -> None:
        spans = [span for passage in words for span in passage.spans()]
        if spans:
            self.reading.spans[path] = spans
        self.reading.confidence[path] = "doubt" if doubt else "sure"
        if doubt:
            self.reading.reasons[path] = doubt

    def missing(self, path: str, reason: str) -> None:
        """A field the letter leaves empty: uncertain, with the reason."""
        self.reading.confidence[path] = "doubt"
        self.reading.reasons[path] = reason

    def suggest(self, path: str, value: str, reason: str) -> None:
        """Offer a value that the letter does not state. It stays out of `data`."""
        self.reading.suggested[path] = value
        self.missing(path, reason)

    def note(self, code: str, path: str, message: str, *words: Passage) -> None:
        self.note_at(code, path, message, [span for passage in words for span in passage.spans()])

    def note_at(self, code: str, path: str, message: str, spans: list[list[int]]) -> None:
        """The same for words whose places are known."""
        self.reading.findings.append({"code": code, "path": path, "message": message, "spans": spans})
