"""A frozen sheet as a sheet again: the text that `fingerprint.content` gave, read back by the types of the sheet's fields."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def thaw(kind: type[T], text: str) -> T:
    """The sheet of a text; a field that the sheet had not yet when it was frozen takes its default."""
    found: T = _value(kind, json.loads(text)["data"])
    return found


def _value(hint: Any, data: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return None if data is None else _value(next(one for one in get_args(hint) if one is not type(None)), data)
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        if kinds[-1] is Ellipsis:
            return tuple(_value(kinds[0], one) for one in data)
        return tuple(_value(kind, one) for kind, one in zip(kinds, data, strict=True))
    if is_dataclass(hint):
        hints = _hints(hint)  # type: ignore[arg-type]  # a class here, never an instance
        return hint(**{one.name: _value(hints[one.name], data[one.name]) for one in fields(hint) if one.name in data})  # type: ignore[operator]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if hint is datetime:
        return datetime.fromisoformat(data)
    if hint is date:
        return date.fromisoformat(data)
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
