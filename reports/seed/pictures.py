"""Drawn stand-ins for photographs and documents, each labelled as illustrative on its face."""

from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 800)
LABEL = "Ảnh minh họa, không phải ảnh thật"
WALLS = ["#dfe9f3", "#e9efe2", "#f3ebdf", "#e8e4f1"]
SHIRTS = ["#35618f", "#7a8aa0", "#b4c0cf", "#5d8a6f", "#c9a25c", "#8f5d6b"]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    import fontpkg_be_vietnam_pro

    folder = Path(fontpkg_be_vietnam_pro.__file__).parent
    return ImageFont.truetype(str(next(folder.rglob("BeVietnamPro-SemiBold.ttf"))), size)


def meeting(caption: str, seed: int) -> bytes:
    """A JPEG of people before a board with the caption on it; the same seed draws the same picture."""
    random = Random(seed)
    image = Image.new("RGB", SIZE, random.choice(WALLS))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 600, 1200, 800), fill="#c8b79d")
    draw.rounded_rectangle((260, 90, 940, 420), 14, fill="#ffffff", outline="#9aa7b8", width=4)
    draw.multiline_text(
        (600, 235), wrap(caption, 30), font=font(38), fill="#0b4a9e", anchor="mm", align="center", spacing=14
    )
    for row in range(2):
        for column in range(8 - row):
            _person(
                draw, 90 + column * 145 + row * 70 + random.randint(-16, 16), 560 + row * 120, random.choice(SHIRTS)
            )
    draw.rectangle((0, 752, 1200, 800), fill="#10182b")
    draw.text((600, 776), LABEL, font=font(24), fill="#ffffff", anchor="mm")
    return _jpeg(image)


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, shirt: str) -> None:
    draw.ellipse((x - 30, y - 34, x + 30, y + 30), fill="#3b2f2a")
    draw.pieslice((x - 66, y + 24, x + 66, y + 200), 180, 360, fill=shirt)


def poster(lines: list[str]) -> bytes:
    """A JPEG poster of short rules, for the campaign's materials."""
    image = Image.new("RGB", (1000, 1400), "#0b4a9e")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1000, 220), fill="#c8102e")
    draw.multiline_text((500, 110), wrap(lines[0], 24), font=font(54), fill="#ffffff", anchor="mm", align="center")
    for index, line in enumerate(lines[1:]):
        draw.multiline_text((90, 300 + index * 190), wrap(line, 30), font=font(44), fill="#ffffff", spacing=12)
    draw.text(
        (500, 1350), "Bản minh họa, không phải ấn phẩm của Chiến dịch", font=font(26), fill="#ffd200", anchor="mm"
    )
    return _jpeg(image)


def wrap(text: str, width: int) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
