"""The page for programmers: every address on it, the description behind it, and a console that keeps to our policy."""

import pytest
from django.urls import reverse

from reports.api.app import api
from reports.api.problems import TITLES
from units.tests.factories import make_unit, make_user

PAGE, DESCRIPTION = "/api/docs/", "/api/openapi.json"


@pytest.fixture
def person(db):
    return make_user(make_unit("Sở Y tế"))


def test_the_page_lists_every_address_and_every_problem_without_a_script(client, person):
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    for path, operations in api.get_openapi_schema()["paths"].items():
        assert f">{path}</code>" in page
        assert all(operation["summary"] in page for operation in operations.values())
    for code, (status, title) in TITLES.items():
        assert f'id="{code}"' in page
        assert f">{status}</td>" in page
        assert str(title) in page


def test_the_description_is_openapi_that_says_how_to_come_in(client, person):
    client.force_login(person)
    response = client.get(DESCRIPTION)
    got = response.json()
    assert got["openapi"].startswith("3.")
    assert got["components"]["securitySchemes"] == {"TokenAuth": {"type": "http", "scheme": "bearer"}}
    assert all(each["security"] == [{"TokenAuth": []}] for path in got["paths"].values() for each in path.values())
    assert "Chiến dịch" in response.content.decode()
    assert response["Cache-Control"] == "private, no-cache"


def test_every_operation_says_which_problems_it_may_answer_with(client, person):
    for path in api.get_openapi_schema()["paths"].values():
        for method, operation in path.items():
            codes = {str(code) for code in operation["responses"]}
            assert {"401", "404", "422", "429"} <= codes
            assert ("409" in codes) == (method != "get")
            named = {each["name"] for each in operation["parameters"]}
            assert ("Idempotency-Key" in named) == (method == "post")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_console_opens_on_a_press_and_asks_with_a_key(browser_page, live_server, client):
    person = make_user(make_unit("Sở Y tế"), full_name="Nguyễn Văn Thử")
    client.force_login(person)
    page = browser_page(width=1440, height=900)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(reverse("reports:api-docs"))
    page.get_by_role("button", name="Mở bảng gọi thử").click()
    page.locator(".swagger-ui .opblock").first.wait_for()
    assert page.locator(".swagger-ui .opblock").count() == sum(map(len, api.get_openapi_schema()["paths"].values()))
    assert page.locator("[data-console]").count() == 0
