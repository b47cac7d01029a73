"""Values with gaps: what is broken is taken out, so that the rest can still be looked at.

Pydantic validates an entry as a whole or not at all; a trainer wants to know of all mistakes at once.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.model import Entry
from generator.problems import NOWHERE
from generator.source import List, Map, Text, Value


def path(value: Value, loc: tuple[int | str, ...]) -> list[tuple[Any, Any]]:
    """The containers from the root to an error of pydantic's, each with the key or index that leads on.

    It ends where something is missing. Locations also name the member of a union, which is the kind of
    the entry there; that step is passed over.
    """
    found: list[tuple[Any, Any]] = []
    here: Any = value
    for step in loc:
        if isinstance(here, Map) and step not in here and step == here.get("kind"):
            continue
        inside = (isinstance(here, Map) and step in here) or (
            isinstance(here, List) and isinstance(step, int) and step < len(here)
        )
        if not inside:
            break
        found.append((here, step))
        here = here[step]
    return found


def fields(model: Any, steps: Sequence[int | str]) -> dict[str, FieldInfo]:
    """The fields of the entry that a location leads to, by their YAML keys; none if it is no entry."""
    for step in steps:
        model = _inner(model, step)
    model = _without_none(model)
    if isinstance(model, type) and issubclass(model, Entry):
        return {field.alias or name: field for name, field in model.model_fields.items()}
    return {}


def _inner(model: Any, step: int | str) -> Any:
    model = _without_none(model)
    if isinstance(model, type) and issubclass(model, Entry):
        field = fields(model, []).get(str(step))
        return field.annotation if field else model
    if get_origin(model) in (Union, types.UnionType):
        kinds = (kind for kind in get_args(model) if step in get_args(kind.model_fields["kind"].annotation))
        return next(kinds, model)
    return get_args(model)[-1] if get_origin(model) in (list, dict) else model


def _without_none(model: Any) -> Any:
    if get_origin(model) is Annotated:
        return _without_none(get_args(model)[0])
    if get_origin(model) in (Union, types.UnionType):
        members = [member for member in get_args(model) if member is not type(None)]
        return _without_none(members[0]) if len(members) == 1 else model
    return model


def mended(model: Any, value: Value, errors: Iterable[ErrorDetails]) -> Value:
    """A copy of a value without what these errors are about."""
    copy: Value = _copy(value)
    for error in errors:
        _mend(model, copy, error)
    _sweep(copy)
    return copy


def _mend(model: Any, value: Value, error: ErrorDetails) -> None:
    """Leave out the smallest part that can be missed, or put a stand-in where something must be."""
    steps = [step for step in error["loc"] if step != "[key]"]
    trail = path(value, error["loc"])
    for container in [value, *(container[key] for container, key in trail)]:
        if isinstance(container, Map):
            container.is_whole = False
    holder: Any
    key: Any
    if error["type"] == "missing":
        holder, key = (trail[-1][0][trail[-1][1]] if trail else value), steps[-1]
    elif trail:
        holder, key = trail[-1]
    else:
        return
    if isinstance(holder, List):
        holder[key] = _LEFT_OUT
        return
    field = fields(model, steps[:-1]).get(str(key))
    stand_in = _stand_in(field) if field and field.is_required() else None
    if stand_in is not None and error["loc"][-1] != "[key]":
        holder[key] = stand_in
    elif field and field.is_required():
        _leave_out_item(trail)
    else:
        holder.pop(key, None)


def _stand_in(field: FieldInfo) -> Value | None:
    """The first simple value that a field takes."""
    if id(field) not in _STAND_INS:  # fields live as long as the program
        _STAND_INS[id(field)] = _found_stand_in(field)
    return _copy(_STAND_INS[id(field)])  # type: ignore[no-any-return]


_STAND_INS: dict[int, Value | None] = {}


def _found_stand_in(field: FieldInfo) -> Value | None:
    row, pair = List(NOWHERE), Map(NOWHERE)
    row.append(Text("x"))
    pair[Text("x")] = Text("x")
    annotation: Any = field.annotation
    for extra in field.metadata:
        annotation = Annotated[annotation, extra]
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    for candidate in (Text("0"), Text("2000-01-01"), Text("true"), row, pair):
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    return None


def _leave_out_item(trail: list[tuple[Any, Any]]) -> None:
    for container, key in reversed(trail):
        if isinstance(container, List):
            container[key] = _LEFT_OUT
            return
    if trail:
        trail[0][0].pop(trail[0][1], None)


_LEFT_OUT = object()


def _sweep(value: Any) -> None:
    """Remove items that are left out, once all errors of a round have found theirs by index."""
    if isinstance(value, Map):
        for item in value.values():
            _sweep(item)
    elif isinstance(value, List):
        value[:] = [item for item in value if item is not _LEFT_OUT]
        for item in value:
            _sweep(item)


def _copy(value: Any) -> Any:
    if isinstance(value, Map):
        new_map = Map(value.where)
        new_map.is_whole = value.is_whole
        new_map.update({key: _copy(item) for key, item in value.items()})
        return new_map
    if isinstance(value, List):
        new_list = List(value.where)
        new_list.extend(map(_copy, value))
        return new_list
    return value
