"""Letters of Word 97-2003 (.doc), read from the piece table as [MS-DOC] describes it."""

from .document import doc_text

__all__ = ["doc_text"]
