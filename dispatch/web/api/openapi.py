"""The OpenAPI 3.1 document, made of the table of operations, the shapes that validate, and the permission table."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from dispatch.web.api.operations import Operation
from dispatch.web.api.problems import MEDIA_TYPE
from dispatch.web.api.resources import OPERATIONS
from dispatch.web.api.shapes import Problem
from dispatch.web.params import MOST
from dispatch.web.route_table import ROUTES

REF = "#/components/schemas/{model}"
ALWAYS = (400, 401, 403, 404, 422, 429, 503)
CHANGING = (409, 413, 415)
GUARDED = (412, 428)
WORDS = {
    400: "The request cannot be read, or a key is missing",
    401: "No token, or none that opens anything",
    403: "The token's role or scopes do not allow it",
    404: "There is no such thing",
    409: "A rule of the trade says no, or the key was used for another request",
    412: "It was changed since it was read",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "A field does not fit",
    428: "If-Match is missing",
    429: "Too many calls: wait as Retry-After says",
    503: "The database is busy: try again with the same key",
}


def document(address: str, version: str) -> dict[str, Any]:
    """The whole document.

    Parameters
    ----------
    address
        Where this installation is reached.
    """
    paths: dict[str, dict[str, Any]] = {}
    schemas = _schemas()
    for one in OPERATIONS.values():
        paths.setdefault(_templated(one.path), {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tournée",
            "version": version,
            "summary": "From confirmed order to signed receipt to invoice.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "responses": {
                str(status): {
                    "description": words,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
                }
                for status, words in WORDS.items()
            },
        },
    }


def _schemas() -> dict[str, Any]:
    """All shapes by name: what comes in as it is validated, what goes out as it is written."""
    given = [(one.body, "validation") for one in OPERATIONS.values() if one.body is not None]
    told = [(one.answer, "serialization") for one in OPERATIONS.values()]
    wanted: list[Any] = [*dict.fromkeys([*given, *told, (Problem, "serialization")])]
    _, found = models_json_schema(wanted, ref_template=REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _operation(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    statuses = [*ALWAYS, *(CHANGING if one.changes else ()), *(GUARDED if one.guarded else ())]
    answer: dict[str, Any] = {
        "description": "As asked",
        "content": {"application/json": {"schema": _reference(one.answer, schemas)}},
    }
    if one.paper is not None:
        answer["content"]["application/pdf"] = {"schema": {"type": "string", "format": "binary"}}
    if one.query is None:
        answer["headers"] = {"ETag": {"description": "Of what is answered", "schema": {"type": "string"}}}
    said: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [one.path.split("/")[1]],
        "x-permission": ROUTES[one.endpoint][one.method],
        "parameters": [*_in_path(one), *_in_query(one), *_in_headers(one)],
        "responses": {
            str(one.status): answer,
            **({} if one.changes or one.query else {"304": {"description": "As you have it"}}),
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses},
        },
    }
    if one.body is not None:
        said["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(one.body, schemas)}},
        }
    return said


def _in_path(one: Operation) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^/\\u0000-\\u001f]+$"}
    number = {"type": "integer", "minimum": 0, "maximum": MOST}
    return [
        {"name": name, "in": "path", "required": True, "schema": number if kind is int else text}
        for name, kind in one.parameters.items()
    ]


def _in_query(one: Operation) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    shape = one.query.model_json_schema(ref_template=REF)
    required = shape.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_title(schema)}
        for name, schema in shape["properties"].items()
    ]


def _in_headers(one: Operation) -> list[dict[str, Any]]:
    found = []
    if one.changes:
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
    if one.guarded:
        tag = {"type": "string", "minLength": 1, "pattern": '^(\\*|"[0-9a-f]{32}")$'}
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": tag})
    return found


def _reference(shape: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    name = re.sub(r"[^A-Za-z0-9_]", "_", TypeAdapter(shape).json_schema()["title"])
    return {"$ref": REF.format(model=name if name in schemas else shape.__name__)}


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "title"}


def _templated(path: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
