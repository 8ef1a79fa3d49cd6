"""Addresses of a directive's figures and of the lists they open, all of the same day."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from campaign_portal.lib.dates import short_date


@dataclass(frozen=True)
class Address:
    """`as_of` is None for the usual day: such an address keeps moving with the calendar."""

    directive_id: int
    as_of: date | None = None

    def page(self, **filters) -> str:
        return self._to("directive-summary", **filters)

    def board(self) -> str:
        return self._to("board")

    def league(self) -> str:
        return self._to("summary-league")

    def units(self, **filters) -> str:
        return self._to("summary-units", **filters)

    def tasks(self, **filters) -> str:
        return self._to("summary-obligations", **filters)

    def actions(self, **filters) -> str:
        return self._to("summary-actions", **filters)

    def _to(self, name: str, **filters) -> str:
        if self.as_of:
            filters["as_of"] = short_date(self.as_of)
        address = reverse(f"reports:{name}", args=[self.directive_id])
        query = urlencode({name: value for name, value in filters.items() if value not in ("", None)}, safe="/")
        return f"{address}?{query}" if query else address
