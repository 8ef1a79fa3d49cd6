"""Run one of our own scripts with limits: `python -I limited.py SECONDS BYTES SCRIPT …`. Nothing of Django is here.

`child` starts it by its path: as a module of the portal it would start all of Celery.
"""

import os
import resource
import runpy
import sys


def limit_itself(seconds: int, memory: int) -> None:
    """No more processor time and address space than this, no files, no dumps."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    seconds, memory, script = sys.argv[1:4]
    sys.argv = sys.argv[3:]
    sys.path.insert(0, os.getcwd())
    limit_itself(int(seconds), int(memory))
    runpy.run_path(script, run_name="__main__")
