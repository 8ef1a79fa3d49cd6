"""Pictures drawn on the spot, each seed another: scenes as a camera sees them, pages, and what people do to them."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps


def scene(seed: int) -> Image.Image:
    """Light and colours that run into each other, things of every size before them, and the grain of a sensor."""
    random = Random(seed)
    width, height = random.choice([(960, 640), (640, 960), (960, 720), (800, 800)])
    light = Image.new("RGB", (random.randint(3, 7), random.randint(3, 7)))
    light.putdata([_colour(random, 30, 225) for _ in range(light.width * light.height)])
    picture = light.resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(random.randint(8, 30)):
        x, y = random.randint(0, width), random.randint(0, height)
        w, h = random.randint(15, width // 6), random.randint(15, height // 6)
        random.choice([draw.ellipse, draw.rectangle])((x - w, y - h, x + w, y + h), fill=_colour(random, 0, 255))
    grain = Image.frombytes("L", (width // 4, height // 4), random.randbytes((width // 4) * (height // 4)))
    grain = grain.resize((width, height)).convert("RGB")
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(2)), grain, 0.1)


def page(seed: int, *, paper="white", ink="black") -> Image.Image:
    """A letter: the same heading on every one, lines of words below it."""
    random = Random(seed)
    picture = Image.new("RGB", (700, 990), paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 280, 70), fill=ink)
    draw.rectangle((360, 60, 640, 70), fill=ink)
    y = 150
    while y < 880:
        for _line in range(random.randint(2, 6)):
            x = 60
            while x < 620:
                word = random.randint(12, 60)
                draw.rectangle((x, y, min(x + word, 640), y + 3), fill=ink)
                x += word + 8
            y += 20
        y += random.randint(8, 24)
    return picture


def on_a_desk(seed: int) -> Image.Image:
    """The same letter, photographed."""
    desk = Image.new("RGB", (840, 1120), (120, 90, 60))
    desk.paste(page(seed, paper=(228, 226, 220), ink=(40, 40, 50)), (70, 65))
    return desk


def jpeg(picture: Image.Image, quality: int = 85, **more) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def _colour(random: Random, least: int, most: int) -> tuple[int, int, int]:
    return random.randint(least, most), random.randint(least, most), random.randint(least, most)


def _compressed(quality: int) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: Image.open(io.BytesIO(jpeg(picture, quality)))


def _scaled(part: float) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: picture.resize((round(picture.width * part), round(picture.height * part)))


def _cropped(part: float) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: ImageOps.crop(picture, round(min(picture.size) * part))


def _stamped(picture: Image.Image) -> Image.Image:
    """Day and place, as a camera app writes them into a corner."""
    picture = picture.copy()
    text = Image.new("L", (120, 12))
    ImageDraw.Draw(text).text((0, 0), "14/11/2024 Ninh Kieu", fill=255)
    text = text.resize((picture.width * 2 // 5, picture.height // 25))
    picture.paste("white", (picture.width // 2, picture.height * 9 // 10), text)
    return picture


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "sent on by a messenger": lambda picture: _compressed(60)(_scaled(1 / 3)(picture)),
    "compressed to quality 30": _compressed(30),
    "compressed to quality 10": _compressed(10),
    "half the size": _scaled(0.5),
    "twice the size": _scaled(2),
    "squashed": lambda picture: picture.resize((picture.width, picture.height * 9 // 10)),
    "brighter by a quarter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.25),
    "darker by a quarter": lambda picture: ImageEnhance.Brightness(picture).enhance(0.75),
    "more contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(1.3),
    "stronger colours": lambda picture: ImageEnhance.Color(picture).enhance(1.6),
    "without colour": lambda picture: picture.convert("L"),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(3)),
    "stamped": _stamped,
    "a screenshot with black bars": lambda picture: ImageOps.expand(picture, (0, picture.height // 5), "black"),
    "in a white frame": lambda picture: ImageOps.expand(picture, picture.width // 12, "white"),
    "turned by a degree": lambda picture: picture.rotate(1),
    "1 % cut off each side": _cropped(0.01),
    "2 % cut off each side": _cropped(0.02),
}
FURTHER: dict[str, Callable[[Image.Image], Image.Image]] = {
    "3 % cut off each side": _cropped(0.03),
    "5 % cut off each side": _cropped(0.05),
    "mirrored": ImageOps.mirror,
}
