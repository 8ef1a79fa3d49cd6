"""Refusals of a business act, in words for the person who tried."""


class Refused(Exception):
    """The act cannot be done now. `str(error)` is a Vietnamese sentence that says what to do next."""


class AlreadyDone(Refused):
    """Someone else was first; nothing was changed."""
