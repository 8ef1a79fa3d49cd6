"""Rows of a page: runs on one line, from left to right, and the pieces that wide gaps cut them into."""

from dataclasses import dataclass

from .page import Run

_SAME_LINE = 0.4  # of the size: how far the base lines of two runs on one line may lie apart
_LEADERS = ".…_ "
_TOUCHING = 0.12  # of the size: runs nearer than this are parts of one word


@dataclass
class Row:
    runs: list[Run]

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def base(self) -> float:
        return max(self.runs, key=lambda run: run.size).base

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.parts())

    def parts(self, gap: str = " ", wide: float = 1e9) -> list[Run]:
        """The runs with the blanks between them; `gap` stands where they are more than `wide` points apart."""
        parts: list[Run] = []
        for run in self.runs:
            if parts:
                before = parts[-1]
                apart = run.x0 - before.x1
                closing = run.text[0] in ",.;:!?)" and apart < run.size
                one_word = closing or (apart < _TOUCHING * run.size and _go_together(before.text[-1], run.text[0]))
                blank = "" if one_word else gap if apart > wide else " "
                parts.append(Run(blank + run.text, [run.x0] * len(blank) + run.xs, *_rest(run)))
            else:
                parts.append(run)
        return parts

    def width_of_first_word(self) -> float:
        run = self.runs[0]
        end = run.text.find(" ")
        return (run.xs[end] if end > 0 else run.x1) - run.x0


def _go_together(before: str, after: str) -> bool:
    """Whether the two characters may touch in one word: "Ộ" and "NG", not "ngày" and a "04" stamped beside it."""
    return not after.isalnum() or (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())


def _rest(run: Run) -> tuple:
    return run.x1, run.base, run.size, run.font


def joined(runs: list[Run]) -> Run:
    """Runs of one line as one."""
    parts = Row(runs).parts()
    text, xs = "".join(part.text for part in parts), [x for part in parts for x in part.xs]
    return Run(text, xs, max(run.x1 for run in runs), runs[0].base, runs[0].size, runs[0].font)


def rows_of(runs: list[Run]) -> list[Row]:
    """Top to bottom. Runs that were written later but stand on the line, as stamps do, fall into place."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: -run.base):
        row = rows[-1] if rows else None
        if row is not None and abs(row.base - run.base) < _SAME_LINE * max(row.size, run.size):
            row.runs.append(run)
        else:
            rows.append(Row([run]))
    for row in rows:
        row.runs = _beside(sorted(row.runs, key=lambda run: (run.x0, -run.x1)))
    return rows


def _beside(runs: list[Run]) -> list[Run]:
    """Runs that were printed over others: a copy goes, a stamp takes the place of the dots beneath it."""
    found: list[Run] = []
    for run in runs:
        under = found[-1] if found else None
        if under is None or run.x1 > under.x1 + _SAME_LINE * run.size:
            found.append(run)
        elif run.text not in under.text:
            at = next((at for at, x in enumerate(under.xs) if x > run.x0), len(under.text))
            left, right = under.cut(at) if 0 < at < len(under.text) else (under, None)
            found[-1:] = [left.without(_LEADERS)] if left.text.strip(_LEADERS) else []
            found.append(run)
            if right is not None and right.text.strip(_LEADERS):
                found.append(right.without(_LEADERS))
    return found
