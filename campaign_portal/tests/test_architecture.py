"""The house holds to its rules, and each rule is proven to bite on a planted violation."""

from pathlib import Path

import pytest

from .guard import ROOT, clock_readings, forbidden_imports, inline_code, sources, too_long

# Mails are read in programs that know no style sheet: their HTML may carry style attributes, never scripts.
MAILS = "emails"


def findings(rule) -> list[str]:
    return [line for path in sources() for line in rule(path, (ROOT / path).read_text())]


# --- The house as it stands -------------------------------------------------------------------------------------------
def test_the_guard_sees_the_whole_house():
    seen = {path.parts[0] for path in sources()}
    assert seen == {"campaign_portal", "units", "directives", "materials", "reports"}


def test_imports_go_one_way():
    assert findings(forbidden_imports) == []


def test_only_the_edge_reads_the_clock():
    assert findings(clock_readings) == []


def test_no_file_is_too_long():
    assert findings(too_long) == []


def test_no_template_holds_styles_or_scripts():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    pages = [path for path in templates if MAILS not in path.relative_to(ROOT).parts]
    assert [line for path in pages for line in inline_code(path.relative_to(ROOT), path.read_text())] == []


def test_no_template_loads_from_another_host():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    loads = ('src="http', 'src="//', "@import", "url(http")
    assert [str(path) for path in templates if any(text in path.read_text() for text in loads)] == []


# --- Planted violations -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("units/models/unit.py", "from directives.models import Directive", id="upward"),
        pytest.param("units/access.py", "def f():\n    import reports.models", id="upward inside a function"),
        pytest.param("directives/tests/test_x.py", "from reports.models import Action", id="tests import downward too"),
        pytest.param("units/management/commands/seed.py", "from reports import services", id="so do commands"),
        pytest.param("campaign_portal/lib/text.py", "from units.models import Unit", id="the ground imports no app"),
        pytest.param("campaign_portal/checks.py", "import units", id="nor does the project"),
        pytest.param("units/views.py", "from campaign_portal import settings", id="settings by name only"),
        pytest.param("units/views.py", "from campaign_portal.library import x", id="a name that only begins like lib"),
        pytest.param("units/models/unit.py", "from ...reports import models", id="relative"),
    ],
)
def test_an_import_against_the_order_is_found(path, source):
    assert len(forbidden_imports(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("reports/services.py", "from directives.models import Obligation\nfrom units.access import x"),
        ("reports/management/commands/seed.py", "from units.models import Unit"),
        ("units/models/__init__.py", "from .unit import Unit"),
        ("units/models/unit.py", "from . import named\nfrom ..access import visible_to"),
        ("units/models/unit.py", "from campaign_portal.lib.text import fold\nfrom campaign_portal import lib"),
        ("campaign_portal/lib/mail.py", "from campaign_portal.lib.models import OutboxMail"),
        ("campaign_portal/lib/mail.py", "from django.conf import settings\nimport unitsystem"),
    ],
)
def test_an_import_along_the_order_passes(path, source):
    assert forbidden_imports(Path(path), source) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("directives/services/issue.py", "now = timezone.now()"),
        ("directives/views.py", "day = timezone.now().date()"),
        ("directives/services/issue.py", "day = date.today()"),
        ("directives/services/issue.py", "day = datetime.date.today()"),
        ("directives/views.py", "day = datetime.now()"),
        ("directives/services/issue.py", "now = datetime.now(UTC)"),
        ("directives/services/issue.py", "day = now.date()"),
        ("directives/tests/test_x.py", "day = now().date()"),
    ],
)
def test_a_reading_of_the_clock_is_found(path, source):
    assert clock_readings(Path(path), source) != []


@pytest.mark.parametrize(
    "path",
    [
        "reports/views.py",
        "reports/views_dashboard.py",
        "reports/views/dashboard.py",
        "directives/tasks.py",
        "units/management/commands/seed.py",
        "directives/tests/test_issue.py",
    ],
)
def test_the_edge_may_read_the_clock(path):
    assert (
        clock_readings(Path(path), "now = timezone.now()\nday = timezone.localdate(now)\nx = datetime.now(UTC)") == []
    )


def test_a_file_may_have_300_lines_and_models_400():
    assert too_long(Path("units/services.py"), "x\n" * 300) == []
    assert too_long(Path("units/services.py"), "x\n" * 301) == ["units/services.py has 301 lines, 300 are allowed"]
    assert too_long(Path("units/models.py"), "x\n" * 400) == []
    assert too_long(Path("units/models/unit.py"), "x\n" * 401) != []
    assert too_long(Path("units/tests/test_x.py"), "x\n" * 999) == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<script type="module">go()</script>',
        '<button type="button"\n        onclick="go()">',
        '<svg STYLE="x">',
    ],
)
def test_inline_code_in_a_template_is_found(source):
    assert len(inline_code(Path("templates/x.html"), source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "<script src=\"{% static 'js/portal.js' %}\" defer></script>",
        '<p class="style" data-on="x">on=1</p>',
        "{# never style= here: <p style=x> #}",
        "{% comment %}<script>x</script>{% endcomment %}",
    ],
)
def test_a_clean_template_passes(source):
    assert inline_code(Path("templates/x.html"), source) == []
