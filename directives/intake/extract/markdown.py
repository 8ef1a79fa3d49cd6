"""Letters pasted or saved as Markdown: the marks go, the words and their lines stay."""

import re

from .tables import table_blocks

_SIGNS = re.compile(r"\*\*\S|^#{1,6} \S|^\|.*\|\s*$|<br\s*/?>", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:\|?[\s:|-]*-{3,}[\s:|-]*|[*_]{3,})\s*$")
_PREFIX = re.compile(r"^\s{0,3}(?:#{1,6}\s+|(?:>\s?)+)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


def looks_like_markdown(text: str) -> bool:
    return bool(_SIGNS.search(text))


def plain_from_markdown(text: str) -> str:
    """Headings, emphasis, quotes and rules without their signs; table cells one below the other."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in [*_COMMENT.sub("", text).replace("&nbsp;", " ").split("\n"), ""]:
        if line.strip().startswith("|") and line.strip().endswith("|"):
            if not _RULE.match(line):
                rows.append([_BREAK.sub("\n", cell.strip()) for cell in line.strip().strip("|").split("|")])
            continue
        lines += [*(f"{block}\n" for block in table_blocks(rows)), *([""] if rows else [])]
        rows = []
        lines += [""] if _RULE.match(line) else _BREAK.split(_PREFIX.sub("", line))
    plain = "\n".join(lines).replace("**", "").replace("`", "")
    return _EMPHASIS.sub(r"\1", plain)
