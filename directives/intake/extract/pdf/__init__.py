"""Letters in PDF, read by where the words stand on the page."""

from .document import MAX_PAGES, PDF_LOCK, pdf_text, pdf_texts

__all__ = ["MAX_PAGES", "PDF_LOCK", "pdf_text", "pdf_texts"]
