"""The page "Thông báo" inside the portal: the row itself is what the person reads, so writing it delivers it."""

from .channel import InboxChannel

__all__ = ["InboxChannel"]
