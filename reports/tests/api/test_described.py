"""The API does what its description says: asked with everything the description allows, and with what it forbids.

schemathesis makes the requests from the OpenAPI description, in this process, the same ones at every run.
"""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from reports.api.app import api
from reports.models import Action

from .calling import program

pytestmark = pytest.mark.django_db
DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema())
OPERATIONS = [each.ok() for each in DESCRIBED.get_all_operations()]
HANDLER = WSGIHandler()


def app(environ, start_response):
    """As a server does: the whole answer, and then the file behind it is closed."""
    answer = HANDLER(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


EXAMPLES = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _often(settings):
    settings.API_PER_MINUTE = 10**6


@pytest.fixture(autouse=True)
def _one_connection():
    """A server closes its connections after each request; here it would take the test's transaction with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def tried(operation, mode: GenerationMode, look) -> None:
    """Run `look` over requests of one operation."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @EXAMPLES
    def run(case):
        look(case)

    run()


def asked(case, key: str, *, keys_lead_nowhere: bool = False) -> int:
    """Ask with a good key, and hold the answer against the description. Keys are tried by a test of their own."""
    response = case.call(app=app, base_url="http://testserver", headers={"Authorization": f"Bearer {key}"})
    without = [ignored_auth, *([positive_data_acceptance] if keys_lead_nowhere else [])]
    case.validate_response(response, excluded_checks=without)
    return response.status_code


def labels(operations) -> list[str]:
    return [each.label for each in operations]


@pytest.mark.parametrize("operation", OPERATIONS, ids=labels(OPERATIONS))
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_each_operation_answers_as_described(world, operation, mode):
    key = program(world.cast.focal).key
    tried(operation, mode, lambda case: asked(case, key, keys_lead_nowhere=operation.method != "get"))


KEYS = {
    "/campaigns/{pk}": lambda world: world.cast.directive.campaign_id,
    "/directives/{pk}": lambda world: world.cast.directive.pk,
    "/directives/{pk}/figures": lambda world: world.cast.directive.pk,
    "/deliveries/{pk}": lambda world: world.cast.delivery().pk,
    "/deliveries/{pk}/receipt": lambda world: world.cast.delivery().pk,
    "/obligations/{pk}": lambda world: world.cast.obligation().pk,
    "/obligations/{pk}/declaration": lambda world: world.cast.obligations()[1].pk,
    "/actions/{pk}": lambda world: world.action.pk,
    "/actions/{pk}/evidence": lambda world: world.action.pk,
    "/evidence/{pk}": lambda world: world.evidence.pk,
    "/materials/{pk}": lambda world: world.material.pk,
    "/units/{pk}": lambda world: world.cast.ninh_kieu.pk,
}
"""Operations about one thing, and one that is there."""
ABOUT_ONE = [each for each in OPERATIONS if each.path.removeprefix("/api/v1") in KEYS]


@pytest.mark.parametrize("operation", ABOUT_ONE, ids=labels(ABOUT_ONE))
def test_what_is_there_answers_as_described(world, operation):
    key, pk = program(world.cast.focal).key, KEYS[operation.path.removeprefix("/api/v1")](world)
    statuses = set()

    def look(case):
        case.path_parameters["pk"] = pk
        statuses.add(asked(case, key, keys_lead_nowhere=True))

    tried(operation, GenerationMode.POSITIVE, look)
    assert 404 not in statuses
    if operation.method == "get":
        assert statuses <= {200, 422}


def test_actions_for_work_that_is_there_are_stored_or_refused_in_words(world):
    operation = next(each for each in OPERATIONS if each.label == "POST /api/v1/actions")
    key, duty = program(world.cast.focal).key, world.cast.obligations()[1].pk
    statuses = []

    def look(case):
        case.body |= {"obligations": [duty], "uploads": [], "materials": [], "links": ["https://a.example/b"]}
        case.body["done_on"] = "2024-11-05"
        case.headers["Idempotency-Key"] = f"lan-{len(statuses)}"
        statuses.append(asked(case, key))

    tried(operation, GenerationMode.POSITIVE, look)
    assert set(statuses) <= {201, 409, 422}
    assert 201 in statuses
    assert Action.objects.count() == 2 + statuses.count(201)


def test_whoever_has_no_key_gets_nothing_from_any_operation(world):
    for operation in OPERATIONS:
        case = operation.Case(path_parameters={"pk": 1, "file_pk": 1, "key": "00000000-0000-4000-8000-000000000001"})
        response = case.call(app=app, base_url="http://testserver")
        assert (response.status_code, response.json()["code"]) == (401, "no-token"), operation.label
