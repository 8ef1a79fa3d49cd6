"""Web addresses as people paste them: one per line, with or without https:// in front."""

import re
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

MOST_LINKS = 10
MAX_LENGTH = 1000
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?")
_is_address = URLValidator(schemes=["http", "https"])


def _parts(line: str) -> list[str]:
    """Addresses set apart by spaces; a line with other words in it stays whole, so that the error names it."""
    parts = line.split()
    return parts if all("://" in part or _BARE.fullmatch(part) for part in parts) else [line]


class LinksField(forms.CharField):
    """Cleans to a list of http(s) addresses, each once, in the order typed; errors name the line that is wrong."""

    widget = forms.Textarea

    def to_python(self, value) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines()]
        typed = [part for line in lines if line for part in _parts(line)]
        found = list(dict.fromkeys(self.address(text) for text in typed))
        if len(found) > MOST_LINKS:
            raise ValidationError(_("Mỗi hoạt động nhận tối đa %(most)d liên kết.") % {"most": MOST_LINKS})
        return found

    def validate(self, value) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value) -> None:
        """The rules for text (length, null characters) were applied to each address."""

    def address(self, text: str) -> str:
        url = f"https://{text}" if _BARE.fullmatch(text) else text
        shown = {"text": Truncator(text).chars(60)}
        if len(url) > MAX_LENGTH:
            raise ValidationError(_("Liên kết “%(text)s” quá dài. Hãy dùng liên kết gốc của bài đăng.") % shown)
        try:
            _is_address(url)
            if urlsplit(url).username:
                raise ValidationError("")
        except ValidationError:
            raise ValidationError(
                _("“%(text)s” chưa phải là liên kết. Hãy chép cả địa chỉ, bắt đầu bằng http:// hoặc https://.") % shown
            ) from None
        return url
