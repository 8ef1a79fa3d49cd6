"""The progress board and the map: a letter to a thousand units and one to a hundred, page by page."""

from functools import partial

from benchmarks.measure import seconds, tell

TASKS = ("Đăng tải", "Phổ biến", "Chia sẻ", "Chỉ đạo", "Tập huấn", "Báo cáo")


def board() -> None:
    small, large = 100, 1_000
    (page_small, _csv), (page_large, later) = _pages(small), _pages(large)
    tell(f"board of {small} units × {len(TASKS)}, a page of 100", page_small * 1000, "ms")
    tell(
        f"board of {large} units × {len(TASKS)}, a page of 100", page_large * 1000, "ms", page_large / page_small, "it"
    )
    tell("the same, a filter and the last page", later * 1000, "ms", later / page_large, "the first page")
    _maps()


def _pages(units: int) -> tuple[float, float]:
    """The processor's seconds of the first page of a letter's board, and of a later one that is filtered and sorted."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    today = timezone.localdate(now)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    draft = make_draft(issuer, officer, dated_on=today, due_on=today + timedelta(days=9))
    add_group(draft, "Các trường", [make_unit(kind="college") for _ in range(units)], *TASKS)
    letter = issue(directive=draft, actor=officer, now=now)
    client = Client()
    client.force_login(officer)

    def page(query: str) -> None:
        answer = client.get(f"/directives/{letter.pk}/board/{query}")
        assert answer.status_code == 200
        assert answer.content.count(b'<th scope="row">') == 100

    return seconds(partial(page, "")), seconds(partial(page, f"?state=silent&sort=name&page={units // 100}"))


def _maps() -> None:
    from reports.maps.boundaries import SOURCES, read
    from reports.maps.draw import draw
    from reports.maps.layout import Mark

    for source in SOURCES:
        shapes = read(source.path).shapes.values()
        marks = [Mark(shape.name, shape.name, "2/3", f"{shape.name}: 2/3", "most", "/", shape) for shape in shapes]
        weight = sum(len(draw(marks, kind=kind, title="").encode()) for kind in ("desk", "phone")) / 1000
        taken = seconds(partial(draw, marks, kind="desk", title=""))
        tell(f"map of {len(marks)} places, drawn", taken * 1000, "ms")
        tell(f"map of {len(marks)} places, both drawings of a page", weight, "kB")
