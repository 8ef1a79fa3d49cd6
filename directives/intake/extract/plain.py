"""Bytes of a plain text file to text."""

import codecs

from ..errors import IntakeError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """UTF-8 with or without a mark, or UTF-16 with one. Raises IntakeError for anything else."""
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        if b"\0" in data:
            raise IntakeError("not_text")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError("encoding") from error
