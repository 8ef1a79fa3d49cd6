"""What the log keeps, and of an answer."""

import logging

REFUSALS = (403, 404)


class PlainRefusals(logging.Filter):
    """One line for an answer 403 or 404: somebody was refused, nothing broke, and there is no fault to trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) in REFUSALS:
            record.exc_info = record.exc_text = None
        return True


OURS = ("campaign_portal", "units", "directives", "materials", "reports")


def to_stdout(level: str) -> dict:
    """LOGGING: one line each on standard output; packages speak only when something is wrong."""
    stdout = {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"plain_refusals": {"()": "campaign_portal.lib.logs.PlainRefusals"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stdout": stdout | {"filters": ["plain_refusals"]}},
        "root": {"handlers": ["stdout"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stdout"], "level": level, "propagate": False},
            "django.server": {"handlers": ["stdout"], "level": level, "propagate": False},
            **{name: {"level": level} for name in OURS},
        },
    }
