"""Front-end files of other projects, taken out of installed packages: nothing of theirs is committed or fetched.

`VendorFinder` offers `vendor/bootstrap.min.css`, `vendor/fonts/*.woff2` and the console of the API. They are made once
and kept under settings.VAR_DIR, in a folder named after what they were made from: a new package makes them anew.
"""

import hashlib
import os
import re
import tempfile
from importlib.util import find_spec
from pathlib import Path

import fontpkg
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from fontTools import subset

SHEET = "vendor/bootstrap.min.css"
FONTS = {
    "vendor/fonts/BeVietnamPro-Regular.woff2": 400,
    "vendor/fonts/BeVietnamPro-SemiBold.woff2": 600,
}
# Latin, Vietnamese with its combining tones, and the signs our pages print.
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0304,U+0306,U+0309,U+031B,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,"
    "U+2032-2033,U+2039-203A,U+20AB,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2264-2265,U+2713"
)
FEATURES = "kern,mark,mkmk,ccmp,locl,liga,tnum,lnum"
CONSOLE = ("vendor/swagger-ui.css", "vendor/swagger-ui-bundle.js")
"""A page on which programmers try the API; loaded when they ask for it."""
SOURCE_MAP = re.compile(rb"/[/*]# sourceMappingURL=[\w.-]+\.map ?(\*/)?")


def bootstrap_sheet() -> Path:
    """Where the wheel keeps Bootstrap's style sheet."""
    return Path(find_spec("bootstrap").submodule_search_locations[0]) / "css" / "bootstrap.min.css"


def console_file(name: str) -> Path:
    """Where the wheel of django-ninja keeps a file of the console."""
    return Path(find_spec("ninja").submodule_search_locations[0]) / "static" / "ninja" / Path(name).name


def copy_without_map(source: Path, target: Path) -> None:
    """Copy without the line that names a source map: nobody serves the map, and a manifest insists on it."""
    target.write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))


def make_font(weight: int, target: Path) -> None:
    """Cut one weight down to our letters as woff2: a quarter of the original, and the budget of a page."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES.split(","), notdef_outline=True)
    with subset.load_font(str(fontpkg.path("Be Vietnam Pro", weight=weight)), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(LETTERS))
        cutter.subset(font)
        subset.save_font(font, str(target), options)


def digest() -> str:
    """A short name for everything the files are made from."""
    made_from = hashlib.sha256((LETTERS + FEATURES).encode())
    kept = (bootstrap_sheet(), *map(console_file, CONSOLE))
    for path in (*kept, *(fontpkg.path("Be Vietnam Pro", weight=weight) for weight in FONTS.values())):
        made_from.update(Path(path).read_bytes())
    return made_from.hexdigest()[:12]


def make_once(target: Path, make) -> None:
    """Let `make` write the file if it is not there. Two processes may both make it; each puts it in place whole."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, suffix=target.suffix)
    os.close(handle)
    make(Path(draft))
    os.chmod(draft, 0o644)
    os.replace(draft, target)


class VendorFinder(BaseFinder):
    """Finds the files above for runserver, the tests and collectstatic."""

    names = (SHEET, *FONTS, *CONSOLE)

    def __init__(self, app_names=None, *args, **kwargs):
        self._storage = None

    @property
    def storage(self) -> FileSystemStorage:
        if self._storage is None:
            self._storage = FileSystemStorage(location=settings.VAR_DIR / "fonts" / digest())
        return self._storage

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in self.names:
            return []
        found = str(self.made(path))
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns):
        for name in self.names:
            if not matches_patterns(name, ignore_patterns):
                self.made(name)
                yield name, self.storage

    def made(self, name: str) -> Path:
        """The file's place on disk, made if need be."""
        target = Path(self.storage.path(name))
        if name in FONTS:
            make_once(target, lambda draft: make_font(FONTS[name], draft))
        else:
            source = bootstrap_sheet() if name == SHEET else console_file(name)
            make_once(target, lambda draft: copy_without_map(source, draft))
        return target
