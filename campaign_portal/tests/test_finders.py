"""Files of other projects come out of their packages, the same bytes for everyone, and light enough for a phone."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from fontTools.ttLib import TTFont

from campaign_portal.lib.finders import (
    CONSOLE,
    FONTS,
    SHEET,
    VendorFinder,
    bootstrap_sheet,
    console_file,
    make_once,
)

BOOTSTRAP_5_3_8 = "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"
"""Of css/bootstrap.min.css, the same in the release of bootstrap@5.3.8 and in the wheel."""
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
    "0123456789.,:;/%()–…·×−“”₫"
)
FIRST_LOAD_MOST = 150_000  # bytes on the wire


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_bootstrap_is_the_released_one():
    assert hashlib.sha256(bootstrap_sheet().read_bytes()).hexdigest() == BOOTSTRAP_5_3_8


def test_the_finder_offers_the_sheet_and_two_weights(var_dir):
    assert [name for name, _storage in VendorFinder().list([])] == [
        "vendor/bootstrap.min.css",
        "vendor/fonts/BeVietnamPro-Regular.woff2",
        "vendor/fonts/BeVietnamPro-SemiBold.woff2",
        "vendor/swagger-ui.css",
        "vendor/swagger-ui-bundle.js",
    ]
    assert [name for name, _storage in VendorFinder().list(["*.woff2", "*swagger*"])] == [SHEET]


def test_the_finder_finds_nothing_else(var_dir):
    finder = VendorFinder()
    assert finder.find("vendor/bootstrap.min.js") == []
    assert finder.find("vendor/../secret_key") == []
    assert finder.find(SHEET, find_all=True) == [finder.find(SHEET)]


def test_the_sheet_names_no_map(var_dir):
    sheet = Path(VendorFinder().find(SHEET)).read_text()
    assert "sourceMappingURL" not in sheet
    assert sheet == bootstrap_sheet().read_text().replace("/*# sourceMappingURL=bootstrap.min.css.map */", "")


@pytest.mark.parametrize("name", CONSOLE)
def test_the_console_of_the_api_is_the_packaged_one_without_its_map(var_dir, name):
    made, packaged = Path(VendorFinder().find(name)).read_bytes(), console_file(name).read_bytes()
    assert b"sourceMappingURL" not in made
    assert packaged.startswith(made.rstrip())
    assert len(packaged) - len(made) < 60


@pytest.mark.parametrize("name", FONTS)
def test_a_font_has_every_vietnamese_letter_and_little_else(var_dir, name):
    path = VendorFinder().find(name)
    with TTFont(path) as font:
        known = font.getBestCmap()
        assert [letter for letter in LETTERS + LETTERS.upper() if ord(letter) not in known] == []
        assert font.flavor == "woff2"
        assert len(known) < 500
    assert Path(path).stat().st_size < 36_000


def test_a_file_is_made_once(tmp_path):
    made = []

    def make(draft: Path):
        made.append(draft)
        draft.write_text("x")

    for _time in range(2):
        make_once(tmp_path / "a" / "b.css", make)
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.css"]


def test_a_file_that_could_not_be_made_leaves_nothing_in_its_place(tmp_path):
    def fail(draft: Path):
        draft.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        make_once(tmp_path / "b.css", fail)
    assert not (tmp_path / "b.css").exists()


def loaded_by(html: str) -> set[str]:
    """Static files that a page asks for, and what those ask for in turn."""
    wanted = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    seen: set[str] = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        if name.endswith((".css", ".js")):
            text = Path(finders.find(name)).read_text()
            for found in re.findall(r'url\("?([^":)]+?)"?\)|(?:from|import) "(\./[^"]+)"', text):
                wanted.add(str((Path("/") / name).parent.joinpath("".join(found)).resolve()).lstrip("/"))
    return seen


def weight(name: str) -> int:
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content))


@pytest.mark.django_db
def test_the_first_load_is_light(client):
    html = client.get("/accounts/login/").content.decode()
    files = loaded_by(html)
    assert {"vendor/fonts/BeVietnamPro-SemiBold.woff2", "js/drafts.js", "img/sprite.svg", "css/print.css"} <= files
    weights = {name: weight(name) for name in files}
    assert sum(weights.values()) + len(gzip.compress(html.encode())) < FIRST_LOAD_MOST, weights


@pytest.fixture
def collected(settings, tmp_path):
    """collectstatic as in production, into a folder of its own."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "campaign_portal.lib.static_storage.PortalStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_production_files_have_hashed_names_that_know_each_other(collected):
    portal = collected / staticfiles_storage.stored_name("js/portal.js")
    modules = re.findall(r'import"?\s*"?(\./[^"]+)"', portal.read_text())
    assert len(modules) > 5
    assert [name for name in modules if not (portal.parent / name).is_file()] == []
    assert not (collected / "js" / "portal.js").exists()  # only hashed names are kept
    tokens = (collected / staticfiles_storage.stored_name("css/tokens.css")).read_text()
    fonts = re.findall(r'url\("([^"]+woff2)"\)', tokens)
    assert [name for name in fonts if not (collected / "css" / name).is_file()] == []
    assert len(fonts) == 2


def test_production_files_are_compressed_once_and_never_by_brotli(collected):
    sheet = staticfiles_storage.stored_name(SHEET)
    assert (collected / f"{sheet}.gz").is_file()
    assert list(collected.rglob("*.br")) == []
    assert list(collected.rglob("*.map.gz")) == []
    assert list(collected.rglob("*.woff2.gz")) == []
