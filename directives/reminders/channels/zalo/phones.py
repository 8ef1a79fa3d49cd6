"""Telephone numbers as Zalo wants them."""

import re

MOBILE = re.compile(r"84[35789]\d{8}")


def mobile(text: str) -> str:
    """ "0912 345 678", "+84 912.345.678", "912345678" → "84912345678"; empty for no mobile number of Viet Nam."""
    digits = re.sub(r"\D", "", text)
    if not digits.startswith("84") or len(digits) < 11:
        digits = f"84{digits.removeprefix('0')}"
    return digits if MOBILE.fullmatch(digits) else ""
