"""Words that several kinds of reminders share."""

from django.utils.translation import ngettext


def works(count: int) -> str:
    return ngettext("%(count)d việc", "%(count)d việc", count) % {"count": count}
