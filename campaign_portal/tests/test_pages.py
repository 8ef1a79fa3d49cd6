"""The frame around every page, the menu of each role, the error pages and the style page."""

import logging
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings
from django.urls import path, reverse

from campaign_portal.lib import navigation
from campaign_portal.lib.context import frame, portal
from campaign_portal.lib.navigation import NavItem, register, unregister
from campaign_portal.urls import urlpatterns as site_urls

ROOT = Path(settings.BASE_DIR)
STYLE = "/style/"


def fail(request):
    raise RuntimeError("boom")


def refuse(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation("too many fields")


def take(request):
    return HttpResponse("taken")


urlpatterns = [
    *site_urls,
    path("fail/", fail),
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("take/", take),
]
broken_site = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("an@so.example", full_name="Nguyễn <b> An", is_staff=True)


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def roles_of_test(user) -> list[str]:
    return ["officer", "admin"]


def brand_of_test(user) -> tuple[str, bool]:
    return "Sở <Thông tin> và Truyền thông", True


@pytest.fixture
def as_officer(settings):
    settings.PORTAL_ROLES = f"{__name__}.roles_of_test"
    settings.PORTAL_BRAND = f"{__name__}.brand_of_test"


# --- The frame --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_page_names_its_language_its_title_and_its_landmarks(client):
    html = client.get("/accounts/login/").content.decode()
    assert html.startswith("<!doctype html>")
    assert '<html lang="vi">' in html
    assert "<title>Đăng nhập – " in html
    assert html.count("<h1") == 1
    for landmark in ("<header", "<main", "<footer", 'class="skip-link" href="#main"'):
        assert html.count(landmark) == 1


@pytest.mark.django_db
def test_a_page_loads_only_from_here(client):
    html = client.get("/accounts/login/").content.decode()
    loaded = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', html)
    assert len(loaded) > 6
    assert [address for address in loaded if not address.startswith("/static/")] == []


@pytest.mark.django_db
def test_a_stranger_sees_no_menu_and_no_account(client):
    html = client.get("/accounts/login/").content.decode()
    assert "masthead__nav" not in html
    assert "tabbar" not in html
    assert "data-person" not in html
    assert 'class="role-public"' in html


@pytest.mark.django_db
def test_a_person_sees_their_unit_their_name_and_signs_out_by_post(signed_in, as_officer, person):
    html = signed_in.get("/accounts/2fa/").content.decode()
    assert "Sở &lt;Thông tin&gt; và Truyền thông" in html
    assert "Nguyễn &lt;b&gt; An" in html
    assert f'data-person="{person.pk}"' in html
    assert 'class="role-officer"' in html
    form = re.search(r'<form method="post" action="/accounts/logout/" data-sign-out>.*?</form>', html, re.DOTALL)[0]
    assert "csrfmiddlewaretoken" in form


@pytest.mark.django_db
def test_asking_for_sign_out_does_not_sign_out(signed_in):
    assert signed_in.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in signed_in.session
    signed_in.post("/accounts/logout/")
    assert "_auth_user_id" not in signed_in.session


@pytest.fixture
def six_pages(monkeypatch):
    """The menu of officers reduced to six pages that exist in every build."""
    monkeypatch.setattr(navigation, "_items", {role: [] for role in navigation.ROLES})
    names = ["ground:style", "mfa_index", "account_email", "account_logout", "account_reset_password", "account_signup"]
    for place, name in enumerate(names):
        count = (lambda user: 12) if name == "mfa_index" else (lambda user: 0)
        register("officer", NavItem(f"Trang {place}", name, "list", order=place, count=count))


@pytest.mark.django_db
def test_the_tab_bar_has_five_places_and_the_rest_under_more(signed_in, as_officer, six_pages):
    html = signed_in.get("/accounts/2fa/").content.decode()
    bar = re.search(r'<nav class="tabbar".*?</nav>', html, re.DOTALL)[0]
    head, more = bar.split('<details class="menu">')
    assert re.findall(r"Trang \d", head) == ["Trang 0", "Trang 1", "Trang 2", "Trang 3"]
    assert re.findall(r"Trang \d", more) == ["Trang 4", "Trang 5"]
    masthead = re.search(r'<nav class="masthead__nav".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r"Trang \d", masthead) == [f"Trang {n}" for n in range(6)]


@pytest.mark.django_db
def test_the_menu_marks_the_page_and_counts_what_waits(signed_in, as_officer, six_pages):
    html = signed_in.get("/accounts/2fa/").content.decode()
    assert '<a href="/accounts/2fa/" aria-current="page">Trang 1<span class="count">12</span></a>' in html
    assert html.count('aria-current="page"') == 2  # masthead and tab bar
    assert html.count('class="count"') == 2  # zero is not shown


@pytest.mark.django_db
def test_a_page_with_a_bar_of_its_own_has_no_tab_bar(signed_in, as_officer, six_pages):
    html = signed_in.get(STYLE).content.decode()
    assert 'class="action-bar"' in html
    assert 'class="tabbar"' not in html


@pytest.mark.django_db
def test_every_page_of_the_menu_exists():
    assert [item.url_name for item in navigation.all_items() if not reverse(item.url_name)] == []


def test_the_frame_costs_nothing_until_it_is_drawn():
    request = RequestFactory().get("/")
    request.user = None  # any use of it would fail
    assert list(portal(request)) == ["portal"]


def test_the_frame_of_an_answer_given_before_sign_in_is_known(settings):
    settings.PORTAL_OWNER, settings.PORTAL_NAME, settings.PORTAL_SUPPORT = "Sở", "Cổng", "Phòng CNTT"
    found = frame(RequestFactory().get("/"))
    assert (found.org, found.name, found.support, found.role, found.nav) == ("Sở", "Cổng", "Phòng CNTT", "public", [])


@pytest.mark.parametrize("illustrative", [True, False])
def test_what_is_made_up_says_so(illustrative):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string("404.html", {"is_illustrative": illustrative}, request)
    assert html.count("Số liệu minh họa") == (2 if illustrative else 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "labels"), [("an@so.example", 1), ("an@so.example.vn", 0), ("an@cantho.gov.vn", 0)])
def test_every_page_of_the_demonstration_says_what_it_is(client, django_user_model, email, labels):
    client.force_login(django_user_model.objects.create_user(email, full_name="An"))
    html = client.get("/accounts/email/").content.decode()
    assert html.count("Đây là bản trình diễn; người và kết quả được đặt ra.") == labels


# --- Error pages ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "429.html", "404.html", "403.html"])
def test_error_pages_render_without_any_context(name):
    html = get_template(name).render()
    assert html.count("<h1") == 1
    assert "Mã lỗi " in html
    assert "{{" not in html


@pytest.mark.django_db
@broken_site
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no/such/page/", 404, "Không có trang này"),
        ("/refuse/", 403, "không được làm việc đó"),
        ("/suspect/", 400, "không đọc được yêu cầu"),
        ("/fail/", 500, "Hệ thống gặp lỗi"),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "person"])
def test_an_error_says_what_to_do(client, person, address, status, words, who):
    if who == "person":
        client.force_login(person)
    client.raise_request_exception = False
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert 'href="/"' in html
    assert "boom" not in html


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the site writes to its log: the handler of the settings, writing here."""
    handler = next(each for each in logging.getLogger("django").handlers if each.filters)
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.django_db
@broken_site
@pytest.mark.parametrize(("address", "status"), [("/refuse/", 403), ("/no/such/page/", 404)])
def test_who_is_refused_leaves_one_line_in_the_log(client, log, address, status):
    assert client.get(address).status_code == status
    (line,) = log.getvalue().splitlines()
    assert line.endswith(address)


@pytest.mark.django_db
@broken_site
def test_what_breaks_leaves_its_trace_in_the_log(client, log):
    client.raise_request_exception = False
    client.get("/fail/")
    assert "Internal Server Error: /fail/" in log.getvalue()
    assert log.getvalue().endswith("RuntimeError: boom\n")


@pytest.mark.django_db
@broken_site
def test_an_old_page_says_to_load_it_anew(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/take/")
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


# --- The style page ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_style_page_is_for_administrators(client, django_user_model):
    assert client.get(STYLE).headers["Location"] == "/accounts/login/?next=/style/"
    client.force_login(django_user_model.objects.create_user("binh@so.example", full_name="Bình"))
    assert client.get(STYLE).status_code == 404


@pytest.mark.django_db
def test_the_style_page_shows_every_component(signed_in):
    html = signed_in.get(STYLE).content.decode()
    sheet = "".join((ROOT / "static/css" / name).read_text() for name in ("components.css", "views.css"))
    components = ["status", "due", "duty", "said", "checklist", "figure-link", "strip", "legend", "rows", "pages",
                  "timeline", "steps", "empty", "error-summary", "notice", "dialog", "snack", "chip", "upload",
                  "evidence", "action-bar", "illustrative", "filters__search", "with-day", "with-unit"]  # fmt: skip
    assert [name for name in components if f".{name}" not in sheet] == []
    shown = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', html))))
    assert [name for name in components if name not in shown] == []


@pytest.mark.django_db
def test_the_style_page_has_no_inline_code_and_no_twice_used_id(signed_in):
    html = signed_in.get(STYLE).content.decode()
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*src)", html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


@pytest.mark.django_db
def test_only_reading_is_possible(signed_in):
    assert signed_in.post(STYLE).status_code == 405


@pytest.mark.django_db
def test_a_page_of_the_menu_can_be_taken_out_again():
    register("leader", NavItem("X", "ground:style", "list"))
    assert "ground:style" in [item.url_name for item in navigation.items_for(["leader"])]
    unregister("leader", "ground:style")
    assert "ground:style" not in [item.url_name for item in navigation.items_for(["leader"])]
