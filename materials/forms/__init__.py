"""What officers type and upload; the bytes are checked here, before any transaction opens."""

from .material import MaterialForm, VersionForm

__all__ = ["MaterialForm", "VersionForm"]
