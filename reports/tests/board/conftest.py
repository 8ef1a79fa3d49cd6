"""The letter of the summary's tests, with a history that has something of everything."""

import pytest

from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from reports.tests.summaries import make_letter
from units.tests.factories import local


@pytest.fixture
def letter():
    return make_letter()


@pytest.fixture
def told(letter):
    """gd: done on time, waiting, begun; yt: exempt, returned and overdue; nk: done late; ac: sent back; om: silent."""
    confirm_receipt(delivery=letter.delivery("gd"), actor=letter.people["gd"], now=local("2024-10-29 09:00"))
    letter.finish("gd", 0, "2024-11-05 10:00", accepted="2024-11-07 10:00")
    letter.act("gd", 1, "2024-11-06 10:00", declare=True)
    letter.act("gd", 2, "2024-11-06 10:00")
    exempt(obligation=letter.task("yt", 0), actor=letter.officer, now=local("2024-11-08 09:00"), reason="Thiếu trang")
    letter.act("yt", 1, "2024-11-19 10:00", declare=True)
    letter.give_back("yt", 1, "2024-11-20 10:00")
    letter.finish("nk", 0, "2024-11-21 10:00")
    refuse(delivery=letter.delivery("ac"), actor=letter.people["ac"], now=local("2024-11-02 09:00"), reason="Nhầm")
    return letter
