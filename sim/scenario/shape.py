"""What the schema says about each place of a scenario, read off the models' annotations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.node import Node
from sim.scenario.phrase import Phrase, Term, phrase

type ModelClass = type[BaseModel]


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand at a place.

    Attributes:
        models: Blocks of fields; several where a tag chooses.
        item: Shape of list items.
        value: Shape of the values of a table with free keys.
        number: Whether a number is wanted, whole or not.
        words: Words to choose from.
        text: Whether text is wanted.
        switch: Whether true or false is wanted.
        optional: Whether null is allowed.
        ge: Smallest allowed value.
        gt: Value to exceed.
        le: Largest allowed value.
        lt: Value to stay below.
        unit: Unit of the number; "-" without one.
        refers_to: What names must exist: "city", "industry" or "regime", or two with a colon between.
        titles: Titles in English and Chinese.
        default: Value when nothing is said.
    """

    models: tuple[ModelClass, ...] = ()
    item: "Shape | None" = None
    value: "Shape | None" = None
    number: Literal["int", "float"] | None = None
    words: tuple[str, ...] = ()
    text: bool = False
    switch: bool = False
    optional: bool = False
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    unit: str = "-"
    refers_to: str | None = None
    titles: tuple[str, str] = ("", "")
    default: Any = None

    @property
    def tag(self) -> str | None:
        """The field whose word chooses between several blocks."""
        if len(self.models) < 2:
            return None
        for name in self.models[0].model_fields:
            if all(get_origin(model.model_fields[name].annotation) is Literal for model in self.models):
                return name
        return None

    def model(self, node: Node | None) -> ModelClass | None:
        """The block that a value is meant to be; None where its tag does not say."""
        if len(self.models) == 1:
            return self.models[0]
        if node is None or self.tag is None:
            return None
        chosen = node.get(self.tag)
        for word, model in tagged(self).items():
            if chosen is not None and chosen.value == word:
                return model
        return None

    def below(self, part: str | int, node: Node | None) -> "Shape | None":
        """The shape of an entry or item of the value `node`; None where the schema has none."""
        if isinstance(part, int):
            return self.item
        if self.value is not None:
            return self.value
        model = self.model(node)
        return None if model is None else fields_of(model).get(part)

    def admits(self, number: float) -> bool:
        """Whether a number lies within the bounds."""
        return (
            (self.ge is None or number >= self.ge)
            and (self.gt is None or number > self.gt)
            and (self.le is None or number <= self.le)
            and (self.lt is None or number < self.lt)
        )

    def allowed(self) -> Phrase | None:
        """The allowed values as a phrase."""
        if self.words:
            return phrase("one_of", names=", ".join(self.words))
        if self.switch:
            return phrase("one_of", names="true, false")
        if self.number is None:
            return None
        low = phrase("at_least", x=self.ge) if self.ge is not None else None
        low = phrase("more_than", x=self.gt) if self.gt is not None else low
        high = phrase("at_most", x=self.le) if self.le is not None else None
        high = phrase("less_than", x=self.lt) if self.lt is not None else high
        kind = phrase("a_whole_number" if self.number == "int" else "a_number")
        bounds = phrase("both", a=low, b=high) if low and high else low or high
        if self.ge is not None and self.le is not None:
            bounds = phrase("from_to", a=self.ge, b=self.le)
        result = kind if bounds is None else phrase("number_within", kind=kind, bounds=bounds)
        return result if self.unit == "-" else phrase("in_unit", number=result, unit=Term(self.unit))


def shape_of(annotation: Any, field: FieldInfo | None = None) -> Shape:
    """The shape of an annotation, with what its field adds."""
    shape = _of(annotation)
    if field is None:
        return shape
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit, refers_to = str(extra.get("unit", "-")), extra.get("refers_to")
    shape = replace(
        _bounded(shape, field.metadata),
        unit=unit,
        refers_to=None if refers_to is None else str(refers_to),
        titles=(field.title or "", str(extra.get("title_zh", ""))),
        default=field.get_default(call_default_factory=True) if not field.is_required() else None,
    )
    inner = {name: replace(part, unit=unit) for name in ("item", "value") if (part := getattr(shape, name))}
    return replace(shape, **inner)


@cache
def fields_of(model: ModelClass) -> Mapping[str, Shape]:
    """The shapes of a block's fields."""
    return {name: shape_of(field.annotation, field) for name, field in model.model_fields.items()}


def tagged(shape: Shape) -> dict[str, ModelClass]:
    """The blocks that a tag chooses between, by the word of the tag."""
    tag = shape.tag
    if tag is None:
        return {}
    return {word: model for model in shape.models for word in get_args(model.model_fields[tag].annotation)}


def _of(annotation: Any) -> Shape:
    if isinstance(annotation, TypeAliasType):
        return _of(annotation.__value__)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(origin, TypeAliasType):
        return _of(origin.__value__[arguments])
    if origin is Annotated:
        return _bounded(_of(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return _union([_of(part) for part in arguments if part is not NoneType], NoneType in arguments)
    if origin is Literal:
        return Shape(words=tuple(str(word) for word in arguments))
    if origin is tuple:
        return Shape(item=_of(arguments[0]))
    if origin is dict:
        return Shape(value=_of(arguments[1]))
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return Shape(models=(annotation,))
        if annotation is bool:
            return Shape(switch=True)
        if annotation in (int, float):
            return Shape(number="int" if annotation is int else "float")
    return Shape(text=annotation is str)


def _union(shapes: list[Shape], optional: bool) -> Shape:
    first = shapes[0]
    models = tuple(model for shape in shapes for model in shape.models)
    return replace(first, models=models, optional=optional or first.optional)


def _bounded(shape: Shape, metadata: Any) -> Shape:
    limits: dict[str, Any] = {}
    for entry in metadata:
        if isinstance(entry, FieldInfo):
            shape = _bounded(shape, entry.metadata)
        for kind, name in ((Ge, "ge"), (Gt, "gt"), (Le, "le"), (Lt, "lt")):
            if isinstance(entry, kind):
                limits[name] = getattr(entry, name)
    return replace(shape, **limits) if shape.number else shape
