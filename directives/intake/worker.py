"""The child process of `sandbox`: `worker.py NAME [WORKDAYS]`, file on stdin, JSON on stdout.

WORKDAYS is `Workdays.to_text()`.
"""

import json
import sys


def answer(name: str, data: bytes, workdays: str = "") -> dict:
    """{"readings": […]} or {"error": code}."""
    from directives.intake import IntakeError, Workdays, read_bundle

    try:
        calendar = Workdays.from_text(workdays) if workdays else None
        return {"readings": [reading.to_json() for reading in read_bundle(name, data, calendar=calendar)]}
    except IntakeError as error:
        return {"error": error.code}
    except MemoryError:
        return {"error": "too_heavy"}
    except Exception:  # a reader that fails on one letter refuses that letter
        return {"error": "unreadable"}


if __name__ == "__main__":
    found = answer(sys.argv[1], sys.stdin.buffer.read(), *sys.argv[2:3])
    sys.stdout.write(json.dumps(found))
