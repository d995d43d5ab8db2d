"""A scenario as plain data, its hash, and the JSON Schema of scenario files."""

import hashlib
import json
from typing import Any, Final

from sim.schema import Scenario, ScenarioFile

_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_NOT_MERGED: Final = "items"
_DEFINITIONS: Final = "$defs"


def resolved(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain data with every default written out; `from_dict` reads an equal one back."""
    data: dict[str, Any] = scenario.model_dump(mode="json")
    data["cities"] = {"set": data["cities"]}
    return data


def content_hash(scenario: Scenario) -> str:
    """SHA-256 of what a scenario says, whatever the order of its keys and wherever its values came from."""
    canonical = json.dumps(
        resolved(scenario), sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario files, with units, sources and Chinese titles where editors show them.

    A file that extends another may leave out what the other says: keys are required only in list entries,
    which are replaced as a whole, and at the top of a file without `extends`.
    """
    schema: dict[str, Any] = ScenarioFile.model_json_schema()
    definitions: dict[str, Any] = schema.pop(_DEFINITIONS)
    top = _editor_form(schema, definitions)
    kept = {name: _editor_form(part, definitions) for name, part in definitions.items() if not name.startswith("Seq_")}
    for name in _merged_definitions(top, kept):
        kept[name].pop("required", None)
    _require_tags([top, *kept.values()], kept)
    top["if"], top["else"] = {"required": ["extends"]}, {"required": top.pop("required")}
    return {"$schema": _DIALECT, **top, _DEFINITIONS: kept}


def _merged_definitions(top: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    """The blocks that files which extend each other share key by key: all that no list stands above."""
    found: set[str] = set()
    waiting: list[Any] = [top]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            name = _referred(part)
            if name is not None and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting.extend(value for key, value in part.items() if key != _NOT_MERGED)
    return found


def _referred(part: dict[str, Any]) -> str | None:
    reference = part.get("$ref")
    return reference.rsplit("/", 1)[-1] if isinstance(reference, str) else None


def _require_tags(part: Any, definitions: dict[str, Any]) -> None:
    """Blocks that a tag chooses between must say the tag, although their models have a default for it."""
    if isinstance(part, dict):
        discriminator = part.get("discriminator")
        if isinstance(discriminator, dict) and "mapping" in discriminator:
            for reference in discriminator["mapping"].values():
                target = definitions[reference.rsplit("/", 1)[-1]]
                target["required"] = sorted({*target.get("required", ()), discriminator["propertyName"]})
        part = list(part.values())
    if isinstance(part, list):
        for below in part:
            _require_tags(below, definitions)


def _editor_form(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with lists written out and descriptions that tell units and sources."""
    if isinstance(part, list):
        return [_editor_form(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    name = _referred(part)
    if name is not None and name.startswith("Seq_"):
        inlined = {key: value for key, value in definitions[name].items() if key != "title"}
        part = {**inlined, **{key: value for key, value in part.items() if key != "$ref"}}
    result = {key: _editor_form(value, definitions) for key, value in part.items()}
    if "title_zh" in result:
        if name is not None and "title" not in result:  # pydantic leaves out a title that the block has too
            result["title"] = definitions[name].get("title", "")
        result["description"] = _description(result)
        if isinstance(result.get("default"), dict):
            del result["default"]
    return result


def _description(field: dict[str, Any]) -> str:
    measured = field.get("unit", "-") != "-"
    sentences = [f"{field.get('title', '')} · {field['title_zh']}"]
    if measured:
        sentences.append(f"unit: {field['unit']}")
    span = field.get("range")
    if isinstance(span, dict):
        sentences.append(f"range: {span['low']} / {span['central']} / {span['high']} (low / central / high)")
    if measured or field.get("source") != "assumption":
        sentences.append(f"source: {field.get('source')}")
    return "\n".join(sentences)
