"""What changed from one ladder to another, in words for the log. No rows, no clock."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .ladder import Rung
from .reminders.overview import step_words


def ladder_news(old: Sequence[Rung], new: Sequence[Rung]) -> str:
    """ "thêm: trước hạn 11 ngày; bỏ: quá hạn 3 ngày; đổi lời hoặc kênh: ngày đến hạn"; empty where nothing differs."""
    before, after = ({rung.name: (rung.text, rung.channel) for rung in rungs} for rungs in (old, new))
    parts = [
        (_("thêm: %s"), [name for name in after if name not in before]),
        (_("bỏ: %s"), [name for name in before if name not in after]),
        (_("đổi lời hoặc kênh: %s"), [name for name in after if before.get(name, after[name]) != after[name]]),
    ]
    return "; ".join(words % _named(names) for words, names in parts if names)


def _named(names: Iterable[str]) -> str:
    return ", ".join(step_words(name) for name in names)
