"""The child process of `sandbox`: `python -m directives.intake.worker NAME [WORKDAYS]`, file on stdin, JSON on stdout.

WORKDAYS is `Workdays.to_text()`.
"""

import json
import resource
import sys

SECONDS = 30  # of processor time
MEMORY = 1024 * 1024 * 1024  # bytes of address space


def limit_itself() -> None:
    """Before a byte of the file is looked at: no more time and memory than this, no files, no children, no dumps."""
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


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
    limit_itself()
    found = answer(sys.argv[1], sys.stdin.buffer.read(), *sys.argv[2:3])
    sys.stdout.write(json.dumps(found))
