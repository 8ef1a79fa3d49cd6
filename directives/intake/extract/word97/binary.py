"""Little-endian numbers out of hostile bytes: outside the data there is nothing, and that is said by Broken."""

import struct


class Broken(ValueError):
    """A structure points outside its stream or contradicts itself."""


class Bytes:
    """A stream, or part of one."""

    def __init__(self, data: bytes):
        self.data = data

    def __len__(self) -> int:
        return len(self.data)

    def _number(self, form: str, at: int) -> int:
        try:
            return struct.unpack_from(form, self.data, at)[0] if at >= 0 else self._outside()
        except struct.error:
            return self._outside()

    def _outside(self):
        raise Broken("outside the stream")

    def u8(self, at: int) -> int:
        return self._number("<B", at)

    def u16(self, at: int) -> int:
        return self._number("<H", at)

    def u32(self, at: int) -> int:
        return self._number("<I", at)

    def s32(self, at: int) -> int:
        return self._number("<i", at)

    def u32s(self, at: int, count: int) -> tuple[int, ...]:
        if at < 0 or count < 0 or at + 4 * count > len(self.data):
            self._outside()
        return struct.unpack_from(f"<{count}I", self.data, at)

    def part(self, at: int, size: int) -> "Bytes":
        if at < 0 or size < 0 or at + size > len(self.data):
            self._outside()
        return Bytes(self.data[at : at + size])

    def text(self, at: int, count: int) -> str:
        """`count` UTF-16 characters."""
        return self.part(at, 2 * count).data.decode("utf-16-le", "replace")


def plc(data: Bytes, size: int) -> tuple[tuple[int, ...], list[Bytes]]:
    """A PLC: n + 1 positions, then n records of `size` bytes. Empty when there is none."""
    if len(data) < 4:
        return (), []
    count = (len(data) - 4) // (4 + size)
    places = data.u32s(0, count + 1)
    start = 4 * (count + 1)
    return places, [data.part(start + at * size, size) for at in range(count)]
