"""Malformed scenarios: wrong types, keys, sizes and words; « stands where it must be reported."""

from tests.scenario.corpus import CITIES, REGIMES, edit

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
edit("missing regimes", "missing_key", REGIMES, "", line=1, column=1, path="regimes")
edit("missing cities", "missing_key", CITIES, "", line=1, path="cities")
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
edit("no regime", "list_too_short", REGIMES, "regimes: «[]\n", path="regimes")
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
     path="regimes[1].levers[0].lever", meant="subsidy_cap", allowed="grant_limit")  # fmt: skip
edit(
    "lever by its title",
    "unknown_lever",
    "lever: subsidy_cap",
    "lever: «优惠总额上限",
    path="lever",
    meant="subsidy_cap",
)
edit(
    "no lever named", "which_lever", "- lever: subsidy_cap\n        cap", "- «cap", path="lever", allowed="grant_limit"
)
edit("unknown strategy", "unknown_strategy", "list_price: 26", "strategy: { name: «truthfull }",
     path="longchang.strategy.name", meant="truthful")  # fmt: skip
edit("no strategy named", "which_strategy", "list_price: 26", "«strategy: { share: 0.5 }", path="strategy")
edit("wrong version", "not_one_of", "schema_version: 1", "schema_version: «2", path="schema_version", allowed="1")
edit("not a date", "not_a_date", "cap: 0.08", "cap: 0.08\n        start: «2024/8/1", path="start", meant="2024-08-01")
edit("no such month", "not_a_date", "cap: 0.08", "cap: 0.08\n        start: «2024-13-01", path="start", allowed="YYYY")
