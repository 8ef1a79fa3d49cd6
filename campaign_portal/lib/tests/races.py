"""Two people at the same moment: run one act in several threads, each with a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


def at_once(act: Callable[[int], object], times: int = 2) -> list:
    """Start `act(0)`, `act(1)` … together; returns what each returned or the exception it raised, in order."""
    start, outcomes = Barrier(times), [None] * times

    def run(number: int) -> None:
        try:
            start.wait(timeout=10)
            outcomes[number] = act(number)
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
