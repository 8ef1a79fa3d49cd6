"""Vietnamese written before Unicode: letters of the TCVN3 (ABC) and VNI fonts become what their fonts draw."""

from .detect import Run, by_font, unicode_lines, unicode_text

__all__ = ["Run", "by_font", "unicode_lines", "unicode_text"]
