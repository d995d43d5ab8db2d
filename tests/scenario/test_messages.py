"""Messages in both languages, and that nothing of the schema lacks a translation."""

import ast
import re
import string
from pathlib import Path

import pytest
from annotated_types import MaxLen, MinLen

import sim
from sim.levers import LEVERS
from sim.scenario.echo import half_width, number_text, visible
from sim.scenario.phrase import TABLES, Phrase, Term, phrase
from sim.scenario.shape import fields_of
from sim.scenario.vocabulary import SENTENCES, UNITS, chinese
from sim.schema import City, ScenarioFile
from sim.strategies import STRATEGIES

CHINESE = re.compile("[\u4e00-\u9fff]")
PACKAGE = Path(sim.__file__).parent
DESIGNS = PACKAGE.parent / "experiments" / "batch"


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_tables_have_the_same_messages_and_blanks():
    english, chinese_table = TABLES["en"], TABLES["zh"]
    assert list(english) == list(chinese_table)
    for code, template in english.items():
        assert places(template) == places(chinese_table[code]), code


def test_every_message_is_used_and_every_used_message_exists():
    sources = [path for path in (PACKAGE / "scenario").glob("*.py") if "messages" not in path.name]
    sources.append(DESIGNS / "reading.py")
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    built = {f"unknown_{kind}" for kind in ("city", "industry", "regime", "lever", "strategy")}
    built |= {"which_lever", "which_strategy"}
    assert set(re.findall(r'\bphrase\(\s*"([a-z0-9_]+)"', code)) <= set(TABLES["en"])
    assert set(TABLES["en"]) <= set(re.findall(r'"([a-z][a-z0-9_]*)"', code)) | built


def models():
    waiting, seen = [ScenarioFile, City, *LEVERS, *STRATEGIES], []
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.append(model)
            for shape in fields_of(model).values():
                for part in (shape, shape.item, shape.value, shape.value and shape.value.value):
                    waiting.extend(part.models if part else ())
    return seen


def test_every_unit_has_a_chinese_name():
    units = {shape.unit for model in models() for shape in fields_of(model).values()}
    assert len(units) > 20
    assert sorted(unit for unit in units if unit not in UNITS) == []


def validating(tree: ast.Module) -> list[ast.AST]:
    """Everything inside functions that pydantic calls as validators."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    validators = [f for f in functions if any("model_validator" in ast.unparse(d) for d in f.decorator_list)]
    return [node for function in validators for node in ast.walk(function)]


def raised_texts() -> list[tuple[str, str]]:
    found = []
    for folder in (PACKAGE / "schema", PACKAGE / "levers", PACKAGE / "strategies", DESIGNS):
        for path in sorted(folder.rglob("*.py")):
            for node in validating(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                    argument = node.exc.args[0]
                    if isinstance(argument, ast.Constant):
                        found.append((path.name, str(argument.value)))
                    elif isinstance(argument, ast.JoinedStr):
                        parts = [p.value if isinstance(p, ast.Constant) else "regimes" for p in argument.values]
                        found.append((path.name, "".join(map(str, parts))))
    return found


@pytest.mark.parametrize(("file", "text"), raised_texts())
def test_every_validator_of_the_schema_speaks_chinese(file: str, text: str):
    assert CHINESE.search(chinese(text)), f"{file}: add {text!r} to sim/scenario/vocabulary.py"


def test_sentences_and_units_are_chinese():
    for text, translation in {**SENTENCES, **UNITS}.items():
        assert text == "-" or CHINESE.search(translation), text
    assert chinese("never heard of") == "never heard of"
    assert chinese("build_up: every entry must be a share between 0 and 1").startswith("build_up：")


def test_optional_lists_limit_their_length_inside_the_option():
    # A limit on a field that may be null is applied to null too, which ends in a TypeError.
    for model in models():
        for name, field in model.model_fields.items():
            shape = fields_of(model)[name]
            limited = any(isinstance(entry, MinLen | MaxLen) for entry in field.metadata)
            assert not (limited and shape.optional and (shape.item or shape.value)), f"{model.__name__}.{name}"


def test_phrases_nest_and_translate():
    inner = phrase("in_unit", number=phrase("a_number"), unit=Term("10k CNY/mu"))
    assert inner.render("en") == "a number, unit 10k CNY/mu"
    assert inner.render("zh") == "数字，单位：万元/亩"
    assert Phrase("one_of", (("names", "{x}"),)).render("en") == "{x}"


def test_what_is_echoed_is_safe():
    assert visible("a\x1b[31m\u202eb\ud800\n") == r"a\x1b[31m\u202eb\ud800\x0a"
    assert len(visible("x" * 5_000, 60)) == 60
    assert half_width("１２．５，（ａ）“b”") == '12.5,(a)"b"'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"), (28.0, "28"), (65_000, "65000"), (1e8, "100000000"), (1e-5, "0.00001"), (22.4, "22.4"),
        (2**63 - 1, "9223372036854775807"), (1e20, "1e+20"), (-0.12, "-0.12"),
    ],
)  # fmt: skip
def test_numbers_are_written_plainly(value: float, text: str):
    assert number_text(value) == text
