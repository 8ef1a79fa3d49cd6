"""Web addresses and mailboxes anywhere in the letter, annexes excepted."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”()\[\]{}|]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CLOSING = ".,;:!?…'’/"


def read_links(letter: Letter, sheet: Sheet) -> None:
    for words in _all_words(letter):
        for match in _LINK.finditer(words.text):
            link = _without_closing(words.group(match))
            if link.text not in sheet.data["links"]:
                sheet.add("links", link.text, link)
        for match in _EMAIL.finditer(words.text):
            email = words.group(match).rstrip(".-")
            if email.text not in sheet.data["emails"]:
                sheet.add("emails", email.text, email)


def _all_words(letter: Letter):
    yield from letter.heading
    for item in [*letter.addressees, *letter.paragraphs()]:
        yield item.all_words
    yield from letter.signature


def _without_closing(link: Passage) -> Passage:
    """Without the punctuation of the sentence; a slash that belongs to the address stays."""
    bare = link.rstrip(_CLOSING)
    ends_with_slash = link.text[len(bare.text) :].startswith("/")
    return link.part(0, len(bare.text) + 1) if ends_with_slash else bare
