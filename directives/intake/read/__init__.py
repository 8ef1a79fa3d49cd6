"""Stage 3: one module per noun of the letter; each looks at its part and fills the sheet."""

from ..layout import Letter
from ..sheet import Sheet
from ..workdays import Workdays
from .about import read_about
from .attachments import read_attachments
from .bases import read_bases
from .deadlines import read_deadlines
from .heading import read_heading
from .links import read_links
from .offers import offer_days
from .preamble import split_preamble
from .recipients import read_recipients
from .signature import read_copies, read_signer
from .tasks import read_tasks


def read_parts(letter: Letter, sheet: Sheet, calendar: Workdays | None = None) -> None:
    """Fill the sheet. `calendar` knows the days off; without one only weekends are."""
    preamble = split_preamble(letter)
    read_heading(letter, sheet)
    read_recipients(letter, sheet)
    read_bases(preamble, sheet)
    read_deadlines(letter, preamble, sheet, calendar)
    read_tasks(letter, preamble, sheet)
    offer_days(sheet)
    read_about(letter, sheet)
    read_links(letter, sheet)
    read_attachments(letter, sheet)
    read_copies(letter, sheet)
    read_signer(letter, sheet)
