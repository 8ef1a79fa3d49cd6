"""What both kinds of file write alike."""

import re

from .paper import Annex

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without signs that XML and PDF cannot hold; line breaks stay."""
    return CONTROL.sub("", text.replace("\r\n", "\n"))


def annex_label(annex: Annex) -> str:
    return f"Phụ lục {annex.number}".rstrip()


def bracketed(text: str) -> str:
    return f"({text})" if text else ""
