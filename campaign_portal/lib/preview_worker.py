"""The child process of `previews`: a PDF on stdin, a JPEG of its first page on stdout. Nothing of Django is here."""

import io
import sys

SIDE = 480  # pixels
QUALITY = 80


def drawn(data: bytes) -> bytes:
    """The picture; scripts, forms and links of the PDF are not run and not drawn."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    scale = min(SIDE / max(page.get_size()), 4)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    picture.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))
