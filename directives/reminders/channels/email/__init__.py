"""E-mail through the mail server of the settings, or into the outbox page where none is set."""

from .channel import EmailChannel

__all__ = ["EmailChannel"]
