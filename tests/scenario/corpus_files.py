"""Malformed scenarios: syntax, files, tables and settings; « stands where it must be reported."""

from tests.scenario.corpus import BASE, CITIES, TABLE, WITH_TABLE, case, changed, child, edit, reference, setting, table

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
     path="candidates[0]")  # fmt: skip
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
case("a text", "not_a_scenario", {"main.yaml": "«title\n"}, allowed="key: value")
case("a text with a full-width colon", "full_width", {"main.yaml": "«title：Test\n"})
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
case("file too large", "file_too_large", {"main.yaml": BASE + "#" * 1_000_000})
case("missing file", "missing_file", {"mian.yaml": BASE}, meant="mian.yaml", allowed="path")
case("folder for a file", "not_a_file", {"main.yaml/x": BASE})

# Scenarios that build on others.
child("missing base", "missing_file", "bose.yaml", files={"base.yaml": BASE}, meant="base.yaml")
case(
    "circle", "circular_extends", {"main.yaml": "extends: a.yaml\n", "a.yaml": "extends: «main.yaml\n"}, path="extends"
)
child("extends itself", "circular_extends", "main.yaml")
case(
    "long chain",
    "extends_too_long",
    {"main.yaml": "extends: f1.yaml\n"}
    | {f"f{i}.yaml": f"extends: {'«' if i == 10 else ''}f{i + 1}.yaml\n" for i in range(1, 12)},
    path="extends",
)
child("above the folder", "outside_folder", "../other.yaml", allowed="below")
child("absolute path", "absolute_path", "/etc/hostname")
child("drive letter", "absolute_path", "C:/base.yaml")
child("backslash", "backslash", r"parts\base.yaml", meant="parts/base.yaml")
child("link out of the folder", "outside_folder", "link.yaml", links={"link.yaml": "../outside.yaml"})
child("linked folder", "outside_folder", "up/outside.yaml", links={"up": ".."})
child("link to itself", "missing_file", "loop.yaml", links={"loop.yaml": "loop.yaml"})
child("unknown bundled scenario", "unknown_bundled", "bundled:bose", meant="bundled:base", allowed="bundled:base")
child("out of the bundled folder", "unknown_bundled", "bundled:../pyproject")
child("extends a number", "extends_not_a_file", "3", allowed="bundled:NAME")
child("extends a list", "extends_not_a_file", "[base.yaml]")
child("extends a folder", "not_a_file", "parts", files={"parts/a.yaml": BASE})
child("name with NUL", "control_character", r'"a\0b"')
child("name too long", "missing_file", "x" * 300)
BAD_RATE = changed(BASE, "firm_rate: 0.1", "firm_rate: «9")
case(
    "mistake in the base",
    "out_of_bounds",
    {"main.yaml": "extends: parts/base.yaml\nseed: 3\n", "parts/base.yaml": BAD_RATE},
    path="economy.firm_rate",
)
case(
    "mistake over the base",
    "out_of_bounds",
    {"main.yaml": "extends: base.yaml\neconomy: { firm_rate: «9 }\n", "base.yaml": BASE},
    path="economy.firm_rate",
)
case("syntax of the base", "not_yaml", {"main.yaml": "extends: base.yaml\n", "base.yaml": "a: b«: c\n"})

# Which cities there are.
reference(
    "missing table", "missing_file", "data/cities.csv", "«data/citys.csv", path="cities.file", meant="data/cities.csv"
)
reference("table above the folder", "outside_folder", "data/", "«../", path="cities.file")
reference("table that is a folder", "not_a_file", "data/cities.csv", "«data", path="cities.file")
reference("number for a table", "not_text", "data/cities.csv", "«3", path="cities.file")
reference(
    "include without a table", "include_without_file", "file: data/cities.csv\n  incl", "«incl", path="cities.include"
)
reference(
    "include an unknown city", "unknown_city", "include: [rongchang", "include: [«rongchan",
    path="cities.include[0]", meant="rongchang", allowed="dazu",
)  # fmt: skip
reference("include twice", "named_twice", ", longchang]", ", longchang, «longchang]", path="cities.include[2]")
reference("include a number", "not_text", ", longchang]", ", «3]", path="cities.include[1]")
reference(
    "setting for an unknown city", "unknown_city", "  include:", "  set:\n    «longchan: { wage: 60000 }\n  include:",
    path="cities.set.longchan", meant="longchang",
)  # fmt: skip
reference(
    "setting for a city left out", "setting_for_excluded", "  include:",
    "  set:\n    «dazu: { wage: 60000 }\n  include:", path="cities.set.dazu",
)  # fmt: skip
reference("list of settings", "not_a_block", "  include:", "  set: «[dazu]\n  include:", path="cities.set")
edit("no cities", "no_cities", CITIES, "«cities: {}\n", path="cities")
case(
    "too many cities",
    "too_many_cities",
    {
        "main.yaml": changed(BASE, CITIES, "cities:\n  «file: c.csv\n"),
        "c.csv": "key,source,confidence\n" + "".join(f"c{i},x,A\n" for i in range(5001)),
    },
    path="cities",
)

# Tables of cities.
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
table("bad key of a row", "unknown_city", "rongchang,Rong", "Rongchang,Rong", file="main.yaml", line=15, column=13,
      path="cities.include[0]", meant="Rongchang")  # fmt: skip
case("GBK table", "gbk_file", {"main.yaml": WITH_TABLE, "data/cities.csv": TABLE.encode("gbk")}, file="data/cities.csv",
     line=2, column=21)  # fmt: skip

# Settings.

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
setting("set all cities out of bounds", "out_of_bounds", "cities.*.wage=5", path="cities.", meant="50000")
setting("set an unknown key of all cities", "unknown_key", "cities.*.wag=5", path="cities.", meant="wage")
setting("set an alias", "alias", "seed=*a", path="")
