"""The field of a scenario: title in two languages, unit, bounds, and a source or the word "assumption"."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict

ASSUMPTION = "assumption"


class Model(BaseModel):
    """A frozen part of a scenario that refuses unknown keys, lax types, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


type Seq[T] = Annotated[tuple[T, ...], Strict(False)]
"""A YAML list, kept as a tuple."""

type Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A name used in files: small letters, digits and underscores."""


def quantity(
    default: Any,
    *,
    en: str,
    zh: str,
    unit: str,
    source: str,
    ge: float | None = None,
    le: float | None = None,
    gt: float | None = None,
    lt: float | None = None,
    low: float | None = None,
    central: float | None = None,
    high: float | None = None,
    refers_to: str | None = None,
) -> Any:
    """Declare a numeric field.

    Args:
        default: The value when the file says nothing; `...` makes the field required.
        en: Title in English.
        zh: Title in Chinese.
        unit: Unit of the number, "share" or "index" for pure numbers.
        source: Where the number comes from, or the word "assumption".
        ge: Smallest allowed value.
        le: Largest allowed value.
        gt: Value that it must exceed.
        lt: Value that it must stay below.
        low: Low end of the declared range.
        central: Central value of the calibration (`scenarios/base.yaml` holds it).
        high: High end of the declared range.
        refers_to: "city" or "industry" when the keys of a table of numbers must name one that exists.
    """
    extra: dict[str, Any] = {"title_zh": zh, "unit": unit, "source": source}
    if refers_to is not None:
        extra["refers_to"] = refers_to
    if central is not None or low is not None:
        extra["range"] = {"low": low, "central": central, "high": high}
    return Field(default, title=en, ge=ge, le=le, gt=gt, lt=lt, json_schema_extra=extra)


def choice(
    default: Any,
    *,
    en: str,
    zh: str,
    source: str = ASSUMPTION,
    refers_to: str | None = None,
    **limits: Any,
) -> Any:
    """Declare a field that is not a number: a name, a list, a switch or a block.

    Args:
        default: The value when the file says nothing; `...` makes the field required.
        en: Title in English.
        zh: Title in Chinese.
        source: Where the setting comes from, or the word "assumption".
        refers_to: "city", "industry", "regime", "city:industry" or "industry:industry" when its text, list
            entries or keys (and with the colon the entries below each key) must name one that exists.
        **limits: Limits of pydantic, such as `max_length`.
    """
    extra: dict[str, Any] = {"title_zh": zh, "unit": "-", "source": source}
    if refers_to is not None:
        extra["refers_to"] = refers_to
    return Field(default, title=en, json_schema_extra=extra, **limits)


class Text(Model):
    """A text for people in English and Chinese."""

    en: str = choice(..., en="English", zh="英文", max_length=4000)
    zh: str = choice(..., en="Chinese", zh="中文", max_length=4000)
