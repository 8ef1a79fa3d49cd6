"""What the log keeps of an answer."""

import logging

REFUSALS = (403, 404)


class PlainRefusals(logging.Filter):
    """One line for an answer 403 or 404: somebody was refused, nothing broke, and there is no fault to trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) in REFUSALS:
            record.exc_info = record.exc_text = None
        return True
