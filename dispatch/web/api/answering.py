"""One call from request to answer: read the shapes, call the function in one transaction, tag and keep the answer."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from pydantic import ValidationError
from pydantic_core import from_json, to_json
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, PreconditionFailed, PreconditionRequired, UnsupportedMediaType

from dispatch.accounts.api_tokens import TokenHolder
from dispatch.accounts.kept_answers import Answer, keep_answer, take_key
from dispatch.web.api.bearer import holder
from dispatch.web.api.operations import Call, Operation
from dispatch.web.api.problems import BadShapeError
from dispatch.web.api.shapes import Fault, Shape
from dispatch.web.shell import shell

KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
JSON = "application/json"
PDF = "application/pdf"
REPLAYED = "Idempotency-Replayed"


def answer(operation: Operation, **parameters: Any) -> Response:
    """Answer one request; errors are raised."""
    arguments: dict[str, Any] = dict(parameters)
    if operation.query is not None:
        arguments["query"] = _query(operation.query)
    elif request.args:
        raise BadShapeError(tuple(Fault(pointer=f"?{name}", detail="is not known here") for name in request.args))
    if operation.body is not None:
        arguments["body"] = _body(operation.body)
    key = _key() if operation.changes else ""
    call = Call(holder(), key)
    if not operation.changes:
        with shell().database.reading() as session:
            if operation.paper is not None and request.accept_mimetypes.best_match((JSON, PDF)) == PDF:
                return _drawn(operation.paper(session, **arguments))
            made = _run(operation, session, call, arguments)
        return _tagged(made)
    if operation.guarded and "If-Match" not in request.headers:
        raise PreconditionRequired("Send the header If-Match with the ETag of what you read.")
    with shell().database.transaction(actor=call.holder.actor) as session:
        kept = take_key(session, call.holder.token_id, key, _fingerprint())
        if kept is None:
            made = _run(operation, session, call, arguments)
            session.flush()
            keep_answer(session, call.holder.token_id, key, made)
    if kept is not None:
        return _response(Answer(kept.status, kept.body, {**kept.headers, REPLAYED: "true"}))
    return _response(made)


def reread(session: Session) -> None:
    """Write what waits and forget what was read: what is told next is as it is stored."""
    session.flush()
    session.expire_all()


def entity_tag(body: str) -> str:
    """The strong entity tag of a representation."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'


def written(made: Shape, reader: TokenHolder) -> str:
    """The text of an answer; whoever may not see prices gets null for them."""
    if reader.sees_prices:
        return made.model_dump_json()
    return json.dumps(_priceless(made.model_dump(mode="json")), ensure_ascii=False, separators=(",", ":"))


def require_unchanged(read: Shape) -> None:
    """Compare the tag that the caller has read with what is there now, in the transaction that changes it.

    Raises
    ------
    PreconditionFailed
        Somebody has changed it meanwhile.
    """
    wanted = request.if_match
    if not wanted.star_tag and not wanted.contains(entity_tag(written(read, holder())).strip('"')):
        raise PreconditionFailed("It was changed since you read it: read it again.")


def _run(operation: Operation, session: Session, call: Call, arguments: dict[str, Any]) -> Answer:
    if "call" in operation.run.__annotations__:
        arguments["call"] = call
    made: Shape = operation.run(session, **arguments)
    body = written(made, call.holder)
    headers = {} if operation.query is not None else {"ETag": entity_tag(body)}
    cursor = getattr(made, "next_cursor", None)
    if cursor:
        headers["Link"] = f'<{request.path}?{_with_cursor(cursor)}>; rel="next"'
    return Answer(operation.status, body, headers)


def _priceless(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _priceless(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_priceless(part) for part in value]
    return None if name.endswith(("_cents", "_micros")) or name == "cents" else value


def _tagged(made: Answer) -> Response:
    tag = made.headers.get("ETag", "")
    if tag and request.if_none_match.contains_weak(tag.strip('"')):
        return Response(status=304, headers={"ETag": tag})
    return _response(made)


def _drawn(data: bytes) -> Response:
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    known = request.if_none_match.contains_weak(tag.strip('"'))
    response = Response(b"" if known else data, 304 if known else 200, content_type=PDF)
    response.headers.update({"ETag": tag, "Vary": "Accept"})
    return response


def _response(made: Answer) -> Response:
    response = Response(made.body, made.status, content_type=JSON)
    response.headers.update(made.headers)
    return response


def _with_cursor(cursor: str) -> str:
    return urlencode({**request.args.to_dict(), "cursor": cursor})


def _query(shape: type[Shape]) -> Shape:
    given = request.args.to_dict(flat=False)
    double = tuple(Fault(pointer=f"?{name}", detail="is given twice") for name, all_ in given.items() if len(all_) > 1)
    if double:
        raise BadShapeError(double)
    try:
        return shape.model_validate_strings({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        raise BadShapeError(_faults(error, "?")) from None


def _body(shape: type[Shape]) -> Shape:
    if request.mimetype != JSON:
        raise UnsupportedMediaType(f"Send the body as {JSON}.")
    try:
        given = from_json(request.get_data(cache=True), allow_inf_nan=False)
    except ValueError:
        raise BadRequest("The body is no JSON.") from None
    try:
        return shape.model_validate_json(to_json(_whole(given)), strict=True)
    except ValidationError as error:
        raise BadShapeError(_faults(error, "/")) from None


def _whole(value: Any) -> Any:
    """JSON knows one kind of number: 3.0 is 3."""
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _faults(error: ValidationError, prefix: str) -> tuple[Fault, ...]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(
        Fault(pointer=prefix + "/".join(str(part) for part in one["loc"]), detail=one["msg"][:200])
        for one in found[:20]
    )


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.match(key):
        raise BadRequest("Send the header Idempotency-Key: 1 to 255 printable characters, new for each thing you ask.")
    return key


def _fingerprint() -> bytes:
    """What must be the same when a key comes back."""
    return b"\n".join((request.method.encode(), request.path.encode(), request.get_data(cache=True)))
