"""Tables as text. Letters use them for two things: to set columns side by side, and for data."""


def table_blocks(rows: list[list[str]]) -> list[str]:
    """Up to two columns lay out heading, addressees or signature: cell by cell. Wider tables hold data: by row."""
    if all(len(row) <= 2 for row in rows):
        return [cell for row in rows for cell in row]
    return [" | ".join(" ".join(cell.split()) for cell in row) for row in rows]
