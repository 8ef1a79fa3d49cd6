"""What a person is told when the act behind a button is refused: the page goes on, with the sentence on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from .errors import AlreadyDone, Refused


@dataclass
class Press:
    """How it ended. `is_settled`: done, or done before by somebody else; there is nothing left to try again."""

    is_settled: bool = True


@contextmanager
def pressed(request: HttpRequest, form: Form | None = None) -> Iterator[Press]:
    """Around one act and what is said of it.

    Where somebody else was first, their sentence is a message. A refusal stands in the form, where one is there to be
    sent again, else it is a message too.
    """
    press = Press()
    try:
        yield press
    except AlreadyDone as error:
        messages.info(request, str(error))
    except Refused as error:
        press.is_settled = False
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
