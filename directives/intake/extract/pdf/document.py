"""From the bytes of a PDF to its text, page by page."""

import re
import threading

import pypdfium2
from pypdfium2 import raw

from ...errors import IntakeError
from .. import legacy
from ..legacy import by_font, unicode_lines
from .margins import without_margins
from .page import Page, Run, read_page
from .paragraphs import Writer, page_edges
from .rows import rows_of

# Scripts and programs that a reader starts by itself; PDFium counts those of the document, actions stand in the open.
_PROGRAM = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b")
# PDFium is not thread-safe. Whoever else uses it in the same process must hold this lock too, or read PDFs in a
# process of their own, as `directives.intake.sandbox` does.
PDF_LOCK = threading.Lock()
MAX_PAGES = 600
_COLUMN = 2.5  # of the size: a gap this wide in a row sets columns apart
_LEAST_LETTERS = 200  # a scan may bear a stamp of its electronic signature, no letter is as short


def pdf_text(data: bytes, limit: int) -> str:
    """The text of the letter alone; see `pdf_texts`."""
    return pdf_texts(data, limit)[0]


def pdf_texts(data: bytes, limit: int) -> tuple[str, str]:
    """Text with "\\f" before each page but the first, columns one after the other, wrapped lines joined; and every line
    as it stands on its page, to look through for stamps: those in margins are no part of the letter.

    Raises IntakeError: "pdf" when the file is broken, "encrypted", "pages", "pdf_programs", "too_long" or "scan".
    """
    with PDF_LOCK:
        try:
            pages = _pages(data, limit)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            raise IntakeError("encrypted" if locked else "pdf") from error
    if sum(run.letters for page in pages for run in page.runs) < _LEAST_LETTERS:
        raise IntakeError("scan")
    _to_unicode([run for page in pages for run in page.runs])
    around = "\n".join(line for page in pages for line in _lines(page))
    pages = without_margins(pages)
    edges = page_edges(pages)
    writer = Writer()
    for page in pages:
        writer.page(page, edges[page.shape])
    return writer.text(), around


def _lines(page: Page) -> list[str]:
    """Rows with gaps where columns are set apart, and runs of two words, which may stand close beside others."""
    rows = [row.parts("    ", _COLUMN * row.size) for row in rows_of(page.runs)]
    return ["".join(run.text for run in parts) for parts in rows] + [run.text for run in page.runs if " " in run.text]


def _to_unicode(runs: list[Run]) -> None:
    texts = unicode_lines([by_font([legacy.Run(run.text, run.font)]) for run in runs])
    for run, text in zip(runs, texts, strict=True):
        if text and text != run.text:
            run.rewrite(text)


def _pages(data: bytes, limit: int) -> list[Page]:
    document = pypdfium2.PdfDocument(data)
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise IntakeError("pages" if len(document) else "pdf")
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _PROGRAM.search(data):
            raise IntakeError("pdf_programs")
        pages: list[Page] = []
        for index in range(len(document)):
            pages.append(read_page(document, index, limit))
            limit -= pages[-1].size
        return pages
    finally:
        document.close()
