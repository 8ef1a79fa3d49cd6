"""The description that programs read (OpenAPI): what ninja writes, and the problems every operation may answer with."""

from ninja import Schema
from ninja.openapi.schema import OpenAPISchema

from .problems import MEDIA_TYPE, TITLES

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"},
    "description": "Phần mềm tự chọn, mỗi việc một khóa. Gửi lại cùng khóa trong 24 giờ nhận lại câu trả lời cũ.",
}
READING = {"401", "404", "422", "429"}
WRITING = READING | {"400", "403", "409", "413"}
OF_FILES = {"503"}


class Fault(Schema):
    field: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457. `code` không đổi, phần mềm dựa vào đó; `detail` để người đọc."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault] = []


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """The same description with problems under every operation."""
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"].update(problem.pop("$defs", {}))
    schema["components"]["schemas"]["Problem"] = problem
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            for parameter in operation["parameters"]:
                parameter["schema"] = _given(parameter["schema"])
                if parameter["in"] == "header":
                    parameter["name"] = "-".join(part.capitalize() for part in parameter["name"].split("_"))
            if method == "post":
                operation["parameters"].append(KEY)
            for status in sorted(_statuses(method, operation)):
                operation["responses"].setdefault(status, _response(status))
    return schema


def _given(schema: dict) -> dict:
    """What may be given of a parameter: leaving it out is said by `required`, "null" is none of its values."""
    kinds = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name != "anyOf"}
    return kept | kinds[0] if len(kinds) == 1 else schema


def _statuses(method: str, operation: dict) -> set[str]:
    statuses = READING if method == "get" else WRITING
    if any("file" in tag for tag in operation.get("x-serves", ())):
        statuses = statuses | OF_FILES
    return statuses


def _response(status: str) -> dict:
    titles = [str(title) for known, title in TITLES.values() if str(known) == status]
    return {
        "description": " / ".join(titles),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
