"""Bytes of a plain text file to text."""

import codecs

from ..errors import IntakeError

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else what the page names. Raises IntakeError for anything else."""
    try:
        if data.startswith(UTF16):
            return data.decode("utf-16")
        if b"\0" in data:
            raise IntakeError("not_text")
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise IntakeError("encoding") from error
