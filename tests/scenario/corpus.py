"""Malformed scenarios, each with a different mistake; « stands where the mistake must be reported."""

from dataclasses import dataclass, field
from typing import Any

MARK = "«"

BASE = """\
schema_version: 1
title: { en: Test, zh: 测试 }
seed: 1
time: { start_year: 2023, periods: 4 }
economy:
  firm_rate: 0.1
industries:
  chips:
    title: { en: Chips, zh: 芯片 }
  autos:
    title: { en: Autos, zh: 汽车 }
cities:
  defaults:
    gdp: 50000
  set:
    rongchang:
      name_en: Rongchang
      name_zh: 荣昌
      list_price: 28
      fit: { chips: 0.1 }
    longchang:
      name_en: Longchang
      name_zh: 隆昌
      list_price: 26
projects:
  pipeline:
    arrivals_per_year: 10
    pool_per_year: 20
  watched:
    - key: plant
      title: { en: Plant, zh: 工厂 }
      period: 1
      industry: chips
      announced_investment: 900
contest: { format: open }
regimes:
  - key: competition
    title: { en: Competition, zh: 竞争 }
  - key: cap
    title: { en: Cap, zh: 上限 }
    levers:
      - lever: subsidy_cap
        cap: 0.08
"""
"""A scenario without mistakes."""

TABLE = """\
key,name_en,name_zh,list_price,wage,land_grade,fit.chips,source,confidence,note_1
rongchang,Rongchang,荣昌,28,65000,12,0.1,yearbook,A,
longchang,Longchang,隆昌,26,62000,,,"estimate, from memory",M,x
dazu,Dazu,大足,,,,,,,
"""
"""A table of cities without mistakes."""

WITH_TABLE = BASE.replace(
    BASE[BASE.index("  set:\n") : BASE.index("projects:")],
    "  file: data/cities.csv\n  include: [rongchang, longchang]\n",
)
"""The scenario with its cities in a table."""


@dataclass(frozen=True)
class Case:
    """A malformed scenario and what must be said about it."""

    name: str
    kind: str
    files: dict[str, bytes]
    file: str = "main.yaml"
    line: int | None = None
    column: int | None = None
    path: str = ""
    allowed: str | None = None
    meant: str | None = None
    overrides: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)


CASES: list[Case] = []


def unmarked(text: str) -> tuple[bytes, int | None, int | None]:
    """The text without its mark, and the line and column of the mark."""
    before, mark, after = text.partition(MARK)
    if not mark:
        return text.encode(), None, None
    return (before + after).encode(), before.count("\n") + 1, len(before) - before.rfind("\n")


def changed(text: str, old: str, new: str) -> str:
    """The text with its only occurrence of `old` replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def case(name: str, kind: str, files: dict[str, str | bytes], **expected: Any) -> None:
    """Add a case; the file that holds the mark is the one that must be named."""
    contents: dict[str, bytes] = {}
    for file, text in files.items():
        if isinstance(text, bytes):
            contents[file] = text
            continue
        contents[file], line, column = unmarked(text)
        if line is not None:
            expected = {"file": file, "line": line, "column": column, **expected}
    CASES.append(Case(name, kind, contents, **expected))


def edit(name: str, kind: str, old: str, new: str, **expected: Any) -> None:
    """Add a case that changes one spot of the base scenario."""
    case(name, kind, {"main.yaml": changed(BASE, old, new)}, **expected)


def table(name: str, kind: str, old: str, new: str, **expected: Any) -> None:
    """Add a case that changes one spot of the table of cities."""
    case(name, kind, {"main.yaml": WITH_TABLE, "data/cities.csv": changed(TABLE, old, new)}, **expected)


# Wrong types.
edit("text for a number", "not_a_number", "firm_rate: 0.1", "firm_rate: «high", path="economy.firm_rate", allowed="0.5")
edit("quoted number", "quoted_number", "firm_rate: 0.1", 'firm_rate: «"0.1"', path="economy.firm_rate", meant="0.1")
edit("percent", "percent_sign", "firm_rate: 0.1", "firm_rate: «10%", path="economy.firm_rate", meant="0.1")
edit(
    "thousands separator", "thousands_separator", "gdp: 50000", "gdp: «50,000",
    path="cities.defaults.gdp", meant="50000",
)  # fmt: skip
edit("number with unit", "number_with_unit", "list_price: 26", "list_price: «26 万元/亩", path="longchang", meant="26")
edit("switch for a number", "not_a_number", "firm_rate: 0.1", "firm_rate: «true", path="economy.firm_rate")
edit("list for a number", "not_a_number", "firm_rate: 0.1", "firm_rate: «[0.1]", path="economy.firm_rate")
edit("nothing for a number", "no_value", "firm_rate: 0.1", "firm_rate:«", path="economy.firm_rate", allowed="0.5")
edit("fraction for a count", "not_whole", "period: 1", "period: «1.0", path="projects.watched[0].period", meant="1")
edit("number for a text", "not_text", "name_en: Longchang", "name_en: «26", path="longchang.name_en", meant='"26"')
edit("text for a list", "not_a_list", "levers:\n      - lever: subsidy_cap\n        cap: 0.08", "levers: «none",
     path="regimes[1].levers")  # fmt: skip
edit("text for a block", "not_a_block", "contest: { format: open }", "contest: «open", path="contest")
edit("list for a block", "not_a_block", "title: { en: Test, zh: 测试 }", "title: «[Test]", path="title")
edit("yes for true", "not_true_or_false", "period: 1", "domestic_alternative: «yes", path="watched[0]", meant="true")
edit(
    "lever as a word", "not_a_block", "- lever: subsidy_cap\n        cap: 0.08", "- «subsidy_ban",
    path="regimes[1].levers[0]", meant="{lever: subsidy_ban}",
)  # fmt: skip
edit("empty block", "no_value", "contest: { format: open }", "contest:«", path="contest")
edit("octal-looking number", "not_a_number", "period: 1", "period: «007", path="period")
edit("underscores in a number", "thousands_separator", "gdp: 50000", "gdp: «50_000", path="gdp", meant="50000")

# Keys.
edit("unknown key", "unknown_key", "seed: 1", "«sead: 1", path="sead", meant="seed", allowed="replications")
edit("unknown key below", "unknown_key", "firm_rate: 0.1", "«firm_rat: 0.1", path="economy.firm_rat", meant="firm_rate")
edit("unknown key of a city", "unknown_key", "list_price: 26", "«list_prise: 26",
     path="cities.set.longchang.list_prise", meant="list_price")  # fmt: skip
edit("unknown key of a lever", "unknown_key", "cap: 0.08", "cap: 0.08\n        «byy_city: {}",
     path="regimes[1].levers[0].byy_city", meant="by_city")  # fmt: skip
edit("unknown key of a regime", "unknown_key", "levers:", "«lever:", path="regimes[1].lever", meant="levers")
edit("Chinese key", "unknown_key", "firm_rate: 0.1", "«企业贴现率: 0.1", path="economy", meant="firm_rate")
edit("missing key", "missing_key", "  set:\n    rongchang:\n      name_en: Rongchang", "  set:\n    «rongchang:",
     path="cities.rongchang.name_en")  # fmt: skip
edit(
    "missing title",
    "missing_key",
    "schema_version: 1\ntitle: { en: Test, zh: 测试 }",
    "«schema_version: 1",
    path="title",
)
edit("missing regimes", "missing_key", BASE[BASE.index("regimes:") :], "", line=1, column=1, path="regimes")
edit("missing cities", "missing_key", BASE[BASE.index("cities:") : BASE.index("projects:")], "", line=1, path="cities")
edit("missing number", "missing_key", "    pool_per_year: 20\n", "", line=26, column=3,
     path="projects.pipeline.pool_per_year", allowed="2000000")  # fmt: skip
edit("missing limit of a lever", "missing_key", "lever: subsidy_cap\n        cap: 0.08", "«lever: grant_limit",
     path="regimes[1].levers[0].limit")  # fmt: skip
edit("duplicate key", "duplicate_key", "seed: 1", "seed: 1\n«seed: 2", path="seed")
edit(
    "duplicate key below", "duplicate_key", "list_price: 26", "list_price: 26\n      «list_price: 27", path="longchang"
)
edit("duplicate city", "duplicate_key", "list_price: 26", "list_price: 26\n    «longchang: {}", path="cities.set")
edit("merge key", "merge_key", "firm_rate: 0.1", "«<<: { firm_rate: 0.1 }", path="economy")
edit("list as a key", "key_not_a_name", "seed: 1", "seed: 1\n? «[a, b]\n: 3")
edit("capital letters in a key", "bad_name", "  autos:", "  «Autos:", path="industries.Autos", meant="autos")
edit(
    "hyphen in a key", "bad_name", "key: competition", "key: «com-petition", path="regimes[0].key", meant="com_petition"
)

# Bounds and units.
edit("too large", "out_of_bounds", "firm_rate: 0.1", "firm_rate: «0.9", path="economy.firm_rate", allowed="0.5")
edit("too small", "out_of_bounds", "firm_rate: 0.1", "firm_rate: «-0.1", path="economy.firm_rate", allowed="0")
edit("percent as a number", "out_of_bounds", "firm_rate: 0.1", "firm_rate: «10", path="economy.firm_rate", meant="0.1")
edit("land price in CNY/m²", "out_of_bounds", "list_price: 26", "list_price: «336",
     path="longchang.list_price", allowed="10k CNY/mu", meant="22.4")  # fmt: skip
edit("wage in 10k CNY", "out_of_bounds", "list_price: 26", "wage: «6.5", path="longchang.wage", meant="65000")
edit("investment in 10k CNY", "out_of_bounds", "announced_investment: 900", "announced_investment: «90000000",
     path="announced_investment", meant="900000")  # fmt: skip
edit("zero investment", "out_of_bounds", "announced_investment: 900", "announced_investment: «0", path="watched[0]")
edit("fit out of bounds", "out_of_bounds", "fit: { chips: 0.1 }", "fit: { chips: «5 }", path="rongchang.fit.chips")
edit("no regime", "list_too_short", BASE[BASE.index("regimes:") :], "regimes: «[]\n", path="regimes")
edit("lever for nobody", "list_too_short", "cap: 0.08", "cap: 0.08\n        cities: «[]", path="levers[0].cities")
edit("empty name", "text_too_short", "name_en: Longchang", 'name_en: «""', path="longchang.name_en")
edit("long name", "text_too_long", "name_en: Longchang", "name_en: «" + "x" * 81, path="longchang.name_en")
edit("not a number", "not_finite", "firm_rate: 0.1", "firm_rate: «.nan", path="economy.firm_rate")
edit("infinity", "not_finite", "firm_rate: 0.1", "firm_rate: «-.inf", path="economy.firm_rate")
edit("overflow", "not_finite", "firm_rate: 0.1", "firm_rate: «1e999", path="economy.firm_rate")
edit("spelled NaN", "not_finite", "firm_rate: 0.1", "firm_rate: «NaN", path="economy.firm_rate")
edit("huge integer", "number_too_long", "seed: 1", "seed: «" + "9" * 10_000, path="seed")
edit(
    "large integer",
    "out_of_bounds",
    "seed: 1",
    "seed: «99999999999999999999",
    path="seed",
    allowed="9223372036854775807",
)

# Words.
edit(
    "unknown word", "not_one_of", "format: open", "format: «opne", path="contest.format", meant="open", allowed="sealed"
)
edit("unknown lever", "unknown_lever", "lever: subsidy_cap", "lever: «subsidy_cup",
     path="regimes[1].levers[0].lever", meant="subsidy_cap", allowed="subsidy_ban")  # fmt: skip
edit(
    "lever by its title",
    "unknown_lever",
    "lever: subsidy_cap",
    "lever: «优惠总额上限",
    path="lever",
    meant="subsidy_cap",
)
edit(
    "no lever named", "which_lever", "- lever: subsidy_cap\n        cap", "- «cap", path="lever", allowed="subsidy_cap"
)
edit("unknown strategy", "unknown_strategy", "list_price: 26", "strategy: { name: «truthfull }",
     path="longchang.strategy.name", meant="truthful")  # fmt: skip
edit("no strategy named", "which_strategy", "list_price: 26", "«strategy: { share: 0.5 }", path="strategy")
edit("wrong version", "not_one_of", "schema_version: 1", "schema_version: «2", path="schema_version", allowed="1")
edit("not a date", "not_a_date", "cap: 0.08", "cap: 0.08\n        start: «2024/8/1", path="start", meant="2024-08-01")
edit("no such month", "not_a_date", "cap: 0.08", "cap: 0.08\n        start: «2024-13-01", path="start", allowed="YYYY")

# Names.
edit("unknown city", "unknown_city", "cap: 0.08", "cap: 0.08\n        cities: [«longchan]",
     path="levers[0].cities[0]", meant="longchang", allowed="rongchang")  # fmt: skip
edit("city by its Chinese name", "unknown_city", "period: 1", "candidates: [«隆昌]", path="candidates[0]",
     meant="longchang", others=("bad_name",))  # fmt: skip
edit("city by its English name", "unknown_city", "period: 1", "origin: «Rongchang", path="origin",
     meant="rongchang", others=("bad_name",))  # fmt: skip
edit("unknown city in a table of a lever", "unknown_city", "cap: 0.08", "by_city: { «longchag: 0.1 }",
     path="by_city.longchag", meant="longchang")  # fmt: skip
edit("unknown industry", "unknown_industry", "industry: chips", "industry: «chip", path="industry", meant="chips")
edit("unknown industry of a fit", "unknown_industry", "fit: { chips: 0.1 }", "fit: { «chipz: 0.1 }",
     path="rongchang.fit.chipz", meant="chips", allowed="autos")  # fmt: skip
edit("unknown industry of a stock", "unknown_industry", "list_price: 26", "stock: { «energy: 1 }", path="stock.energy")
edit("unknown industry in a map", "unknown_industry", "lever: subsidy_cap\n        cap: 0.08",
     "lever: industrial_map\n        table: { longchang: [autos, «auto] }", path="table.longchang[1]",
     meant="autos")  # fmt: skip
edit("unknown industry of a chain", "unknown_industry", "cities:\n  d", "chain: { chips: { «car: 0.1 } }\ncities:\n  d",
     path="chain.chips.car")  # fmt: skip
edit(
    "unknown home", "unknown_city", "contest:", "  match: { law: border, home: «nowhere }\ncontest:", path="match.home"
)

# What must agree.
edit("no such day", "no_such_day", "cap: 0.08", "cap: 0.08\n        end: «2024-02-30", path="levers[0].end")
edit("ends before it starts", "ends_before_start", "cap: 0.08",
     "cap: 0.08\n        start: 2025-01-01\n        end: «2024-01-01", path="levers[0].end")  # fmt: skip
edit("starts after the run", "never_in_force", "cap: 0.08", "cap: 0.08\n        start: «2030-01-01", path="start")
edit("ends before the run", "never_in_force", "cap: 0.08", "cap: 0.08\n        end: «2022-01-01", path="end")
edit("between two periods", "never_in_force", "cap: 0.08",
     "cap: 0.08\n        start: «2024-02-01\n        end: 2024-11-01", path="start", allowed="begins")  # fmt: skip
edit("arrives after the run", "arrives_too_late", "period: 1", "period: «4", path="watched[0].period", allowed="3")
edit("no industries", "no_industries", BASE[BASE.index("industries:") : BASE.index("cities:")], "", line=21, column=3,
     path="industries")  # fmt: skip
edit(
    "price below floor",
    "price_below_floor",
    "list_price: 26",
    "list_price: «26\n      land_floor: 30",
    path="list_price",
)
edit("floor above default price", "price_below_floor", "list_price: 26", "land_floor: «30", path="land_floor")
edit("no land grade", "no_land_grade", "lever: subsidy_cap\n        cap: 0.08",
     "lever: land_price_floor\n        basis: «land_grade", path="basis", allowed="list_price")  # fmt: skip
edit("same regime twice", "key_given_twice", "key: cap", "key: «competition", path="regimes[1].key")
edit("shares above one", "inconsistent", "list_price: 26", "«retained_share: 0.7", path="longchang.retained_share")
edit("pool below arrivals", "inconsistent", "pool_per_year: 20", "«pool_per_year: 2", path="pipeline.pool_per_year")
edit("stylised and pipeline", "inconsistent", "  pipeline:", "  «stylised: { generator: {} }\n  pipeline:",
     path="projects.stylised")  # fmt: skip
edit("no projects", "inconsistent", BASE[BASE.index("projects:") : BASE.index("contest:")], "«projects: {}\n",
     path="projects")  # fmt: skip
edit("cap twice", "inconsistent", "cap: 0.08", "«cap: 0.08\n        by_city: { longchang: 0.1 }", path="levers[0].cap")
edit("ramp above one", "inconsistent", "firm_rate: 0.1", "«build_up: [0.5, 2]", path="economy.build_up")
edit("chain above one", "inconsistent", "cities:\n  d", "chain: { «chips: { chips: 0.6, autos: 0.6 } }\ncities:\n  d",
     path="chain.chips")  # fmt: skip
edit("instruments left out", "inconsistent", "format: open", "«instrument_order: [land, cash]", path="instrument_order")
edit("cities without values", "cities_left_out", BASE[BASE.index("projects:") : BASE.index("contest:")],
     "projects:\n  stylised:\n    «site_value: { longchang: 3 }\n    public_value: { rongchang: 1, longchang: 4 }\n",
     path="projects.stylised.site_value")  # fmt: skip
edit("conflicting levers", "levers_conflict", "cap: 0.08",
     "cap: 0.08\n      - «lever: subsidy_cap\n        by_city: { longchang: 0.1 }", path="regimes[1].levers[1]")  # fmt: skip

SWEEP = "sweeps:\n  - {{ key: s, title: {{ en: S, zh: 扫描 }}, unit: share, path: {path}, values: [{values}]{more} }}\nseed: 1"


def sweep(name: str, kind: str, over: str, values: str = "0.05, 0.2", more: str = "", **expected: Any) -> None:
    """Add a case with a sweep."""
    edit(name, kind, "seed: 1", SWEEP.format(path=over, values=values, more=more), **expected)


sweep("sweep over nothing", "no_such_path", "«economy.firm_rat", path="sweeps[0].path", meant="firm_rate")
sweep("sweep over a block", "not_a_number_there", "«economy", path="sweeps[0].path")
sweep("sweep over an unknown city", "no_such_path", "«cities.longchan.wage", path="path", meant="longchang")
sweep(
    "sweep over an unknown regime", "no_list_entry", "«'regimes.cup.levers[0].cap'", path="path", allowed="competition"
)
sweep("sweep over an unset block", "no_such_path", "«projects.stylised.tax", path="sweeps[0].path")
sweep("sweep out of bounds", "sweep_value", "economy.firm_rate", "0.1, «0.9", path="values[1]", allowed="0.5")
sweep("sweep of a count by halves", "sweep_value", "time.periods", "2, «2.5", path="values[1]")
sweep("sweep that shares exceed", "sweep_value", "cities.longchang.retained_share", "0.4, «0.6", path="values[1]")
sweep("sweep below the floor", "sweep_value", "cities.set.longchang.land_floor", "20, «30", path="values[1]")
sweep("sweep that ends too early", "sweep_value", "time.periods", "2, «1", path="values[1]")
sweep("sweep relative to nothing set", "nothing_set", "economy.firm_rate",
      more=", relative_to: «cities.longchang.land_stock", path="sweeps[0].relative_to")  # fmt: skip
sweep("sweep relative out of bounds", "sweep_value", "economy.firm_rate", "0, «0.45",
      more=", relative_to: economy.social_rate", path="values[1]")  # fmt: skip
sweep("bad path", "not_a_path", "«economy..firm_rate", path="sweeps[0].path", allowed="dots")

# Syntax.
edit("unclosed quote", "not_yaml", "en: Test, zh: 测试 }", 'en: "Test, zh: 测试 }', line=2, column=14)
edit("unclosed brace", "not_yaml", "zh: 竞争 }", "zh: 竞争", line=39)
edit("bad indent", "not_yaml", "  firm_rate: 0.1", "  firm_rate: 0.1\n «social_rate: 0.1")
edit("colon in text", "not_yaml", "name_en: Longchang", "name_en: Longchang«: east")
edit("tab", "tab", "  firm_rate: 0.1", "«\tfirm_rate: 0.1")
edit("full-width colon", "full_width", "seed: 1", "seed«：1")
edit("full-width colon below", "full_width", "  firm_rate: 0.1", "  «firm_rate：0.1", path="economy")
edit("full-width colon, only line of a block", "full_width", "contest: { format: open }", "contest:\n  «format：open")
edit("full-width comma in a list", "unknown_city", "period: 1", "candidates: [«rongchang，longchang]",
     path="candidates[0]", others=("bad_name",))  # fmt: skip
edit("full-width digits", "full_width", "firm_rate: 0.1", "firm_rate: «０.１", path="economy.firm_rate", meant="0.1")
edit("full-width braces", "full_width", "title: { en: Test, zh: 测试 }", "title: «｛ en: Test ｝")
edit("anchor", "anchor", "firm_rate: 0.1", "firm_rate: «&rate 0.1", path="economy.firm_rate")
edit("alias", "alias", "seed: 1\n", "seed: «*one\n", path="seed")
edit("tag", "tag", "firm_rate: 0.1", "firm_rate: «!!python/object/apply:os.getcwd []", path="economy.firm_rate")
edit("second document", "several_documents", "seed: 1", "seed: 1\n«---\na: 1")
edit("control character", "control_character", "name_en: Longchang", r'name_en: «"Long\ech"', path="longchang.name_en")
edit("bidirectional character", "control_character", "name_en: Longchang", "name_en: «Long\u202egnahc", path="name_en")
edit("raw control character", "control_character", "name_en: Longchang", "name_en: Long«\x07chang")
edit("lone surrogate", "control_character", "name_en: Longchang", r'name_en: «"\ud800"', path="longchang.name_en")
edit("escape out of range", "not_yaml", "name_en: Longchang", r'name_en: "\UFFFFFFFF"', line=22)
edit("deep nesting", "too_deep", "seed: 1", "seed: " + "[" * 29 + "«" + "[" * 100)
edit("many values", "too_many_values", "seed: 1", "seed: [" + "1," * 51_000 + "1]", line=3)
case("empty file", "empty_file", {"main.yaml": ""}, line=1, column=1)
case("only a comment", "empty_file", {"main.yaml": "# nothing\n"}, line=1, column=1)
case("a list", "not_a_scenario", {"main.yaml": "«- a\n- b\n"})
case("a text", "not_a_scenario", {"main.yaml": "«title：Test\n"})
case(
    "exploding aliases",
    "anchor",
    {"main.yaml": "a: «&a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n"},
    path="a",
    others=("anchor",) * 2 + ("alias",) * 12 + ("unknown_key",) * 4 + ("missing_key",) * 4,
)

# Files.
case("GBK", "gbk_file", {"main.yaml": BASE.encode("gbk")}, line=2, column=24)
case("UTF-16", "utf16_file", {"main.yaml": BASE.encode("utf-16")}, line=1, column=1)
case("Latin-1", "not_utf8", {"main.yaml": b"title: caf\xe9\n"}, line=1, column=11)
case("too large", "file_too_large", {"main.yaml": BASE + "#" * 1_000_000})
case("missing file", "missing_file", {"mian.yaml": BASE}, meant="mian.yaml", allowed="path")
case("folder for a file", "not_a_file", {"main.yaml/x": BASE})

# Scenarios that build on others.
CHILD = "extends: «{target}\nseed: 3\n"
case("missing base", "missing_file", {"main.yaml": CHILD.format(target="bose.yaml"), "base.yaml": BASE}, path="extends",
     meant="base.yaml")  # fmt: skip
case(
    "circle", "circular_extends", {"main.yaml": "extends: a.yaml\n", "a.yaml": "extends: «main.yaml\n"}, path="extends"
)
case("extends itself", "circular_extends", {"main.yaml": CHILD.format(target="main.yaml")}, path="extends")
case(
    "long chain",
    "extends_too_long",
    {"main.yaml": "extends: f1.yaml\n"}
    | {f"f{i}.yaml": f"extends: {'«' if i == 10 else ''}f{i + 1}.yaml\n" for i in range(1, 12)},
    path="extends",
)
case("above the folder", "outside_folder", {"main.yaml": CHILD.format(target="../other.yaml")}, path="extends")
case("absolute path", "absolute_path", {"main.yaml": CHILD.format(target="/etc/hostname")}, path="extends")
case("drive letter", "absolute_path", {"main.yaml": CHILD.format(target="C:/base.yaml")}, path="extends")
case("backslash", "backslash", {"main.yaml": CHILD.format(target=r"parts\base.yaml")}, path="extends",
     meant="parts/base.yaml")  # fmt: skip
case("link out of the folder", "outside_folder", {"main.yaml": CHILD.format(target="link.yaml")}, path="extends",
     links={"link.yaml": "../outside.yaml"})  # fmt: skip
case("linked folder", "outside_folder", {"main.yaml": CHILD.format(target="up/outside.yaml")}, path="extends",
     links={"up": ".."})  # fmt: skip
case("link to itself", "missing_file", {"main.yaml": CHILD.format(target="loop.yaml")}, path="extends",
     links={"loop.yaml": "loop.yaml"})  # fmt: skip
case("unknown bundled scenario", "unknown_bundled", {"main.yaml": CHILD.format(target="bundled:bose")}, path="extends",
     meant="bundled:base")  # fmt: skip
case(
    "extends a number",
    "extends_not_a_file",
    {"main.yaml": CHILD.format(target="3")},
    path="extends",
    allowed="bundled:",
)
case("extends a folder", "not_a_file", {"main.yaml": CHILD.format(target="parts"), "parts/a.yaml": ""}, path="extends")
case("name with NUL", "control_character", {"main.yaml": CHILD.format(target=r'"a\0b"')}, path="extends")
case("mistake in the base", "out_of_bounds",
     {"main.yaml": "extends: parts/base.yaml\nseed: 3\n", "parts/base.yaml": changed(BASE, "firm_rate: 0.1", "firm_rate: «9")},
     path="economy.firm_rate")  # fmt: skip
case("mistake over the base", "out_of_bounds",
     {"main.yaml": "extends: base.yaml\neconomy: { firm_rate: «9 }\n", "base.yaml": BASE}, path="economy.firm_rate")  # fmt: skip
case("syntax of the base", "not_yaml", {"main.yaml": "extends: base.yaml\n", "base.yaml": "a: b«: c\n"})

# Tables of cities.
case("missing table", "missing_file",
     {"main.yaml": changed(WITH_TABLE, "data/cities.csv", "«data/citys.csv"), "data/cities.csv": TABLE}, path="cities.file",
     meant="data/cities.csv")  # fmt: skip
case(
    "table above the folder", "outside_folder", {"main.yaml": changed(WITH_TABLE, "data/", "«../")}, path="cities.file"
)
case("include without a table", "include_without_file",
     {"main.yaml": changed(WITH_TABLE, "file: data/cities.csv\n  include", "«include")}, path="cities.include")  # fmt: skip
case("include an unknown city", "unknown_city",
     {"main.yaml": changed(WITH_TABLE, "include: [rongchang", "include: [«rongchan"), "data/cities.csv": TABLE},
     path="cities.include[0]", meant="rongchang", allowed="dazu")  # fmt: skip
case("include twice", "named_twice",
     {"main.yaml": changed(WITH_TABLE, "rongchang, longchang", "rongchang, longchang, «rongchang"), "data/cities.csv": TABLE},
     path="cities.include[2]")  # fmt: skip
case("setting for an unknown city", "unknown_city",
     {"main.yaml": changed(WITH_TABLE, "  include:", "  set:\n    «longchan: { wage: 60000 }\n  include:"),
      "data/cities.csv": TABLE}, path="cities.set.longchan", meant="longchang")  # fmt: skip
case("setting for a city left out", "setting_for_excluded",
     {"main.yaml": changed(WITH_TABLE, "  include:", "  set:\n    «dazu: { wage: 60000 }\n  include:"),
      "data/cities.csv": TABLE}, path="cities.set.dazu")  # fmt: skip
case("no cities", "no_cities", {"main.yaml": changed(BASE, BASE[BASE.index("cities:") : BASE.index("projects:")], "«cities: {}\n")},
     path="cities")  # fmt: skip
case("too many cities", "too_many_cities",
     {"main.yaml": changed(BASE, BASE[BASE.index("cities:") : BASE.index("projects:")], "cities:\n  «file: c.csv\n"),
      "c.csv": "key,source,confidence\n" + "".join(f"c{i},x,A\n" for i in range(5001))}, path="cities")  # fmt: skip
table("text in a cell", "not_a_number", "荣昌,28", "荣昌,«high", path="cities.rongchang.list_price", allowed="100")
table("separator in a cell", "thousands_separator", "65000", '«"65,000"', path="cities.rongchang.wage", meant="65000")
table(
    "full-width digits in a cell", "full_width", "荣昌,28", "荣昌,«２８", path="cities.rongchang.list_price", meant="28"
)
table("CNY/m² in a cell", "out_of_bounds", "隆昌,26", "隆昌,«336", path="cities.longchang.list_price", meant="22.4")
table("NaN in a cell", "not_finite", "荣昌,28", "荣昌,«nan", path="cities.rongchang.list_price")
table("overflow in a cell", "not_finite", "荣昌,28", "荣昌,«1e999", path="cities.rongchang.list_price")
table("fraction in a count cell", "not_whole", "65000,12", "65000,«12.0", path="land_grade", meant="12")
table(
    "unknown confidence", "not_one_of", "yearbook,A", "yearbook,«E", path="rongchang.confidence", allowed="assumption"
)
table("fit cell out of bounds", "out_of_bounds", "12,0.1", "12,«9", path="cities.rongchang.fit.chips", allowed="2")
table("unknown column", "csv_unknown_column", "wage,land", "«wages,land", meant="wage", allowed="list_price")
table("column of an unknown industry", "unknown_industry", "fit.chips", "«fit.chipz", path="fit.chipz", meant="chips")
table("duplicate column", "csv_duplicate_column", "wage,land_grade", "wage,«wage", path="wage")
table("missing column", "csv_missing_column", ",confidence,", ",note_2,", file="data/cities.csv", line=1, column=1,
      path="confidence", allowed="confidence")  # fmt: skip
table("first column", "csv_first_column", "key,name_en", "«name_en,key", others=())
table("duplicate row", "csv_duplicate_row", "dazu,", "«longchang,", path="cities.longchang")
table("row without a key", "csv_no_key", "dazu,", "«,")
table("short row", "csv_row_length", "dazu,Dazu,大足,,,,,,,", "«dazu,Dazu")
table("long row", "csv_row_length", "dazu,", "«dazu,x,")
table("open quote", "csv_quote", '"estimate, from memory"', '«"estimate')
table("semicolons", "csv_separator", TABLE, "«key;source;confidence\na;b;c\n")
table("full-width commas", "csv_separator", TABLE, "«key，source，confidence\n")
table("empty table", "empty_file", TABLE, "", file="data/cities.csv", line=1, column=1)
table("bad key of a row", "unknown_city", "rongchang,Rong", "Rongchang,Rong", file="main.yaml", line=16, column=13,
      path="cities.include[0]", meant="Rongchang")  # fmt: skip
case("GBK table", "gbk_file", {"main.yaml": WITH_TABLE, "data/cities.csv": TABLE.encode("gbk")}, file="data/cities.csv",
     line=2, column=21)  # fmt: skip

# Settings.


def setting(name: str, kind: str, text: str, **expected: Any) -> None:
    """Add a case with an override."""
    case(name, kind, {"main.yaml": BASE}, overrides=(text,), file=f"--set {text}", **expected)


setting("set an unknown key", "unknown_key", "cities.set.longchang.list_prise=1", path="list_prise", meant="list_price")
setting("set a city briefly", "out_of_bounds", "cities.longchang.list_price=400", path="longchang", meant="26.67")
setting("set without a value", "no_equals_sign", "seed", allowed="dots")
setting("set a bad path", "not_a_path", ".seed=3", allowed="dots")
setting("set below a number", "nothing_below", "seed.x=3", path="seed.x")
setting("set a list entry that is not there", "no_list_entry", "regimes[7].key=a", path="regimes[7]", allowed="0–1")
setting("set by an unknown key", "no_list_entry", "regimes.cup.levers=[]", path="regimes.cup", allowed="competition")
setting("set a broken value", "not_yaml", "seed=[1")
setting("set a text", "not_a_number", "economy.firm_rate=high", path="economy.firm_rate", allowed="0.5")
setting("set extends", "extends_by_set", "extends=x.yaml", path="extends")
setting("set a file elsewhere", "absolute_path", "cities.file=/etc/passwd", path="cities.file")
setting("set an alias", "alias", "seed=*a", path="")
