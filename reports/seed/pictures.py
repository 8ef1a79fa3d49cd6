"""Drawn stand-ins for photographs and documents, each labelled as illustrative on its face."""

from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 800)
LABEL = "Ảnh minh họa, không phải ảnh thật"
WALLS = ["#dfe9f3", "#e9efe2", "#f3ebdf", "#e8e4f1"]
SHADES = ["#9fb4cc", "#a8b89a", "#c4a986", "#a79dc0", "#8a94a6"]
FLOORS = ["#c8b79d", "#8d7458", "#6d7886", "#b9b9b4"]
THINGS = ["#7d5f43", "#f7fbff", "#4c6b8a", "#b5483c", "#3f6b4f", "#e6d3a8"]
BOARDS = [("#ffffff", "#0b4a9e"), ("#0b4a9e", "#ffffff"), ("#b3121f", "#ffe9a8"), ("#1f5f4a", "#ffffff")]
SHIRTS = ["#35618f", "#7a8aa0", "#b4c0cf", "#5d8a6f", "#c9a25c", "#8f5d6b"]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    import fontpkg_be_vietnam_pro

    folder = Path(fontpkg_be_vietnam_pro.__file__).parent
    return ImageFont.truetype(str(next(folder.rglob("BeVietnamPro-SemiBold.ttf"))), size)


def meeting(caption: str, seed: int) -> bytes:
    """A JPEG of people before a board with the caption on it; the same seed draws the same picture.

    Rooms differ as rooms do, or the portal would rightly point out that pictures of several units look alike.
    """
    random = Random(seed)
    image = _room(random)
    draw = ImageDraw.Draw(image)
    _board(draw, caption, random)
    _people(draw, random)
    draw.rectangle((0, 752, 1200, 800), fill="#10182b")
    draw.text((600, 776), LABEL, font=font(24), fill="#ffffff", anchor="mm")
    return _jpeg(image)


def _room(random: Random) -> Image.Image:
    """A wall lit from one side, a floor, and things along the wall: doors, windows, curtains."""
    wall, shade = random.choice(WALLS), random.choice(SHADES)
    light = Image.linear_gradient("L").rotate(random.choice([0, 90, 180, 270])).resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, wall), Image.new("RGB", SIZE, shade), light)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, random.randint(540, 660), 1200, 800), fill=random.choice(FLOORS))
    for _nth in range(random.randint(2, 4)):
        left, top = random.randint(0, 1080), random.randint(0, 200)
        size = (random.randint(90, 220), random.randint(200, 420))
        draw.rectangle((left, top, left + size[0], top + size[1]), fill=random.choice(THINGS))
    return image


def _board(draw: ImageDraw.ImageDraw, caption: str, random: Random) -> None:
    x, y = random.randint(370, 830), random.randint(200, 280)
    colour, words = random.choice(BOARDS)
    draw.rounded_rectangle((x - 340, y - 150, x + 340, y + 150), 14, fill=colour, outline="#9aa7b8", width=4)
    draw.multiline_text((x, y), wrap(caption, 30), font=font(38), fill=words, anchor="mm", align="center", spacing=14)


def _people(draw: ImageDraw.ImageDraw, random: Random) -> None:
    """Rows of heads with gaps, near or far; the first row sits at the lower edge."""
    size = random.uniform(0.8, 1.5)
    for row in reversed(range(random.randint(1, 3))):
        y = 660 - row * 95 + random.randint(-15, 15)
        for x in range(random.randint(0, 120), 1200, int(150 * size)):
            if random.random() < 0.7:
                _person(draw, x + random.randint(-20, 20), y, size, random.choice(SHIRTS))


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, size: float, shirt: str) -> None:
    def box(left: int, top: int, right: int, bottom: int) -> tuple[float, float, float, float]:
        return x + left * size, y + top * size, x + right * size, y + bottom * size

    draw.ellipse(box(-30, -34, 30, 30), fill="#3b2f2a")
    draw.pieslice(box(-66, 24, 66, 200), 180, 360, fill=shirt)


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
