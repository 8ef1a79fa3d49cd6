from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy

from units.models import User

from ..base import Channel, Failure, Reach, Send, in_short, named


class InboxChannel(Channel):
    key = "inbox"
    label = gettext_lazy("Trang Thông báo")

    def is_on(self) -> bool:
        return True

    def address_of(self, person: User) -> Reach:
        """Everybody who has an account reads the page; the sign-in name tells whose it is."""
        return Reach(person.get_username())

    @contextmanager
    def opened(self) -> Iterator[Send]:
        yield lambda _message: None

    def judge(self, error: Exception) -> Failure:
        return Failure(is_transient=False, is_about_the_server=False, words=in_short(named(error)))
