"""Every member of every good answer, from the application's own description: one line for each."""

from typing import Any

from litestar import Litestar

Table = dict[str, Any]  # JSON


def fields_of(app: Litestar) -> list[str]:
    """Lines `METHOD /path status -> member.member[]`, sorted."""
    document = app.openapi_schema.to_schema()
    schemas = document["components"]["schemas"]
    lines: list[str] = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    where = f"{method.upper()} {_with_id(path)} {status}"
                    lines += [f"{where} -> {field}" for field in _fields_of_response(response, schemas)]
    return sorted(lines)


def _with_id(path: str) -> str:
    return "/".join("{id}" if part.startswith("{") else part for part in path.split("/"))


def _fields_of_response(response: Table, schemas: Table) -> list[str]:
    fields: list[str] = []
    for media, content in response.get("content", {}).items():
        found = _fields(content.get("schema", {}), schemas, "")
        fields += found if media == "application/json" else [media]
    return fields


def _fields(schema: Table, schemas: Table, at: str) -> list[str]:
    if "$ref" in schema:
        return _fields(schemas[schema["$ref"].rpartition("/")[2]], schemas, at)
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            return sorted({field for one in schema[choice] for field in _fields(one, schemas, at)})
    if "properties" in schema:
        return [
            field
            for name, inner in schema["properties"].items()
            for field in _fields(inner, schemas, f"{at}.{name}" if at else name)
        ]
    if "items" in schema:
        return _fields(schema["items"], schemas, f"{at}[]")
    return [at] if at and schema.get("type") != "null" else []
