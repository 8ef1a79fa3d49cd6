"""The house's own rules, read from the source: who may import whom, who may read the clock, how long a file may be.

Each function takes what it needs to know and returns findings as plain lines, so that a test can plant a violation.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["units", "directives", "materials", "reports"]  # each may import those before it
GROUND = "campaign_portal.lib"

# Who may ask what time it is: the edge, which hands `now` to everything below.
EDGE = re.compile(
    r"(^|/)(views(_\w+)?\.py|views/|api/auth\.py|tasks\.py|management/commands/|admin\.py"
    r"|lib/(jobs|mail|checks)\.py|tests/|conftest\.py)"
)
# `now.date()` on an aware instant is the day in UTC, which begins at seven in the morning here.
WRONG_DAY = re.compile(r"(.*\.)?now(\(\))?\.date|(datetime\.)?date\.today|(datetime\.)?datetime\.(today|utcnow)")
NAIVE_NOW = re.compile(r"(datetime\.)?datetime\.now")
MAX_LINES = 300
MAX_LINES_OF_MODELS = 400
INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|<[^>{%]*\s(style|on[a-z]+)\s*=", re.IGNORECASE)


def sources() -> Iterator[Path]:
    """Every Python file of the house, relative to its root."""
    for top in ("campaign_portal", *ORDER):
        yield from (path.relative_to(ROOT) for path in sorted((ROOT / top).rglob("*.py")))


def imported(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported in the module, inside functions and relatively too."""
    package = module.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: -node.level], node.module or ""]).strip(".") if node.level else node.module
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def dotted(path: Path) -> str:
    """The module's name; a package counts as the module `__init__` in it, so that its dots lead to itself."""
    return ".".join(path.with_suffix("").parts)


def may_import(path: Path, name: str) -> bool:
    """Whether the file at `path` may import `name`, if that is one of ours at all."""
    here, there = path.parts[0], name.split(".")[0]
    if there == "campaign_portal":
        return here == "campaign_portal" or f"{name}.".startswith(f"{GROUND}.")
    if there not in ORDER:
        return True
    return here in ORDER and ORDER.index(there) <= ORDER.index(here)


def forbidden_imports(path: Path, source: str) -> list[str]:
    """Imports that go against the order of the apps. The project package itself names apps only in settings."""
    names = imported(ast.parse(source), dotted(path))
    return [f"{path}:{line} imports {name}" for line, name in names if not may_import(path, name)]


def clock_readings(path: Path, source: str) -> list[str]:
    """Where the clock is read below the edge, or a UTC day is taken for a local one anywhere."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        call = ast.unparse(node.func)
        if WRONG_DAY.fullmatch(call) or (NAIVE_NOW.fullmatch(call) and not node.args + node.keywords):
            found.append(f"{path}:{node.lineno} takes the day of another time zone: {call}()")
        elif (call == "timezone.now" or NAIVE_NOW.fullmatch(call)) and not EDGE.search(path.as_posix()):
            found.append(f"{path}:{node.lineno} reads the clock below the edge")
    return found


def too_long(path: Path, source: str) -> list[str]:
    """A file over its limit; migrations and tests have none."""
    if {"migrations", "tests"} & set(path.parts):
        return []
    is_models = path.name == "models.py" or "models" in path.parts
    limit = MAX_LINES_OF_MODELS if is_models else MAX_LINES
    lines = source.count("\n")
    return [f"{path} has {lines} lines, {limit} are allowed"] if lines > limit else []


def inline_code(path: Path, source: str) -> list[str]:
    """Styles, scripts and handlers inside a template, which the content security policy refuses."""
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    return [f"{path}: {match.group(0)!r}" for match in INLINE.finditer(source)]
