"""Zalo Notification Service: a notice to the telephone number of a person, in a template that Zalo has approved.

The template of the office (ZALO_TEMPLATE_ID) needs four parameters: `ten` (whom it is for), `noi_dung` (the subject of
the message), `ngay` (when it was sent), `duong_dan` (the page of the portal to open).
"""

from .channel import ZaloChannel

__all__ = ["ZaloChannel"]
