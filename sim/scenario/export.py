"""A scenario as plain data, its hash, and the JSON Schema of scenario files."""

import hashlib
import json
from typing import Any, Final

from sim.schema import Scenario, ScenarioFile

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


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
    """The JSON Schema of scenario files, with units, sources and Chinese titles where editors show them."""
    schema: dict[str, Any] = ScenarioFile.model_json_schema()
    definitions: dict[str, Any] = schema.get("$defs", {})
    schema = _editor_form(schema, definitions)
    kept = {name: _editor_form(d, definitions) for name, d in definitions.items() if not name.startswith("Seq_")}
    for definition in kept.values():
        _require_tags(definition, kept)
    schema["$defs"] = kept
    return {"$schema": _DIALECT, **schema}


def _require_tags(definition: Any, definitions: dict[str, Any]) -> None:
    """Blocks that a tag chooses between must say the tag, although their models have a default for it."""
    if isinstance(definition, list):
        for part in definition:
            _require_tags(part, definitions)
    if not isinstance(definition, dict):
        return
    discriminator = definition.get("discriminator")
    if isinstance(discriminator, dict) and "mapping" in discriminator:
        for reference in discriminator["mapping"].values():
            target = definitions[reference.rsplit("/", 1)[-1]]
            target["required"] = sorted({*target.get("required", ()), discriminator["propertyName"]})
    for part in list(definition.values()):
        _require_tags(part, definitions)


def _editor_form(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with lists written out, closed tables, and descriptions that tell units and sources."""
    if isinstance(part, list):
        return [_editor_form(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    reference = part.get("$ref")
    if isinstance(reference, str) and (name := reference.rsplit("/", 1)[-1]).startswith("Seq_"):
        inlined = {key: value for key, value in definitions[name].items() if key != "title"}
        part = {**inlined, **{key: value for key, value in part.items() if key != "$ref"}}
    result = {key: _editor_form(value, definitions) for key, value in part.items() if key != "$defs"}
    if "patternProperties" in result:
        result.setdefault("additionalProperties", False)
    if "title_zh" in result:
        result["description"] = _description(result)
        if isinstance(result.get("default"), dict):
            del result["default"]
    return result


def _description(field: dict[str, Any]) -> str:
    sentences = [f"{field.get('title', '')} · {field['title_zh']}"]
    if field.get("unit", "-") != "-":
        sentences.append(f"unit: {field['unit']}")
    span = field.get("range")
    if isinstance(span, dict):
        sentences.append(f"range: {span['low']} / {span['central']} / {span['high']} (low / central / high)")
    if field.get("source"):
        sentences.append(f"source: {field['source']}")
    return "\n".join(sentences)
