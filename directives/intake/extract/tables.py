"""Tables as text. Letters use them for two things: to set columns side by side, and for data."""

import re

_MOST = 63  # columns of a table in Word
_RECEIVERS = re.compile(r"\W*Nơi\s+nhận\b", re.IGNORECASE)


def table_blocks(rows: list[list[str]]) -> list[str]:
    """Up to two columns lay out heading, addressees or signature: cell by cell. Wider tables hold data: by row.

    Columns without a word only keep others apart. From "Nơi nhận" on, the left column comes before the right one:
    receivers and signer often stand in several rows.
    """
    rows = [row if len(row) <= _MOST else [*row[: _MOST - 1], " ".join(row[_MOST - 1 :])] for row in rows]
    width = max((len(row) for row in rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    used = [at for at in range(width) if any(row[at].strip() for row in rows)]
    if all(sum(bool(cell.strip()) for cell in row) <= 2 for row in rows) and len(used) <= 3:
        rows = [[row[at] for at in used] for row in rows]
        tail = next((at for at, row in enumerate(rows) if row and _RECEIVERS.match(row[0])), len(rows))
        return [cell for row in rows[:tail] for cell in row] + _by_column(rows[tail:])
    return [" | ".join(" ".join(cell.split()) for cell in row) for row in rows]


def _by_column(rows: list[list[str]]) -> list[str]:
    return ["\n".join(cell for cell in column if cell.strip()) for column in zip(*rows, strict=True)]
