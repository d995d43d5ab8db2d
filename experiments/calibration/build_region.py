"""Make `scenarios/data/region.csv` from the facts in `scenarios/data/region_raw.csv`.

Run `python -m experiments.calibration.build_region`. Every rule below is explained, with its range, in
`docs/data.md`; a number that is not a fact of the raw table is a rule or an assumption and called so.
"""

import csv
import io
from pathlib import Path
from typing import Final

from sim.units import MILLION_PER_100M, land_price_from_square_metre

DATA: Final = Path(__file__).resolve().parents[2] / "scenarios" / "data"
RAW: Final = DATA / "region_raw.csv"
TABLE: Final = DATA / "region.csv"

FLOOR: Final = dict(
    zip(range(1, 16), (840, 720, 600, 480, 384, 336, 288, 252, 204, 168, 144, 120, 96, 84, 60), strict=True)
)
"""National floor of industrial land by grade, CNY/m² (国土资发〔2006〕307号, in force 1 January 2007)."""

COUNTY_LAND_COST: Final = 28.0
"""10k CNY/mu: 18.7 in 2009 (Guangyuan zone, Qingchuan) at 3 % a year; grades 12 and below."""

CORE_LAND_COST: Final = 60.0
"""10k CNY/mu in grade 4 (assumption); grades between lie on the straight line."""

REVENUE_SHARE: Final = 0.051
"""General budget revenue over GDP where no revenue was found: median of the districts with both."""

METROPOLITAN_WAGE: Final = 65_000
"""CNY a year, Chongqing metropolitan area: private units of Chongqing, 2024: 65,098."""

METROPOLITAN_AREA_WAGE: Final = 104_337
"""CNY a year, non-private units of the Chongqing metropolitan area, 2021."""

SICHUAN_RATIO: Final = 57_399 / 60_380
"""Private units, Sichuan 2021 over Chongqing 2022."""

WAGE_SPREAD: Final = 0.05
"""Largest distance of a county's wage from the metropolitan area (assumption)."""

SECONDARY_SHARE: Final = 0.401
"""Secondary sector in GDP, Chongqing 2022; used for Sichuan outside Chengdu too (assumption)."""

CHENGDU_SECONDARY_SHARE: Final = 0.308
"""Secondary sector in GDP, Chengdu 2022; used for its parts too (assumption)."""

CAPITAL_OUTPUT_RATIO: Final = 1.5
"""Industry stock over yearly value added of the secondary sector (assumption; the output of two
districts gives 1.4 and 1.6)."""

RD_YEARS: Final = 4.0
"""R&D capital over yearly R&D: 1 / (depreciation .15 + growth .10)."""

RD_INTENSITY: Final = {"central": 0.037, "chengdu": 0.035, "mianyang": 0.07, "other": 0.01}
"""R&D over GDP: nine central districts of Chongqing 2022 (fact); the others from memory or assumed."""

CENTRAL_DISTRICTS: Final = ("liangjiang_yubei", "jiulongpo_cqhtz", "shapingba_cqhtz", "banan")
"""Rows inside the nine central districts of Chongqing."""

CHENGDU: Final = ("chengdu", "chengdu_hightech", "chengdu_longquanyi", "tianfu_new_area")
"""Chengdu and its parts."""

INDUSTRIES: Final = (
    "automotive", "electronics", "equipment", "biomedicine", "food", "materials",
    "ceramics", "textiles", "chemicals", "energy", "digital", "agri",
)  # fmt: skip

LETTERS: Final = ("A", "B", "C", "D", "M", "assumption")
"""Confidence, strongest first."""

NOTED: Final = (
    "latitude", "longitude", "gdp", "base_revenue", "land_grade", "land_floor", "land_cost", "list_price", "wage",
    "rd_capital", "stock",
)  # fmt: skip
"""Fields with a column that says whether they are fact, derived or assumption, and from where."""

COLUMNS: Final = (
    "key", "name_en", "name_zh", "province", "rank_band", "latitude", "longitude", "gdp", "base_revenue",
    "land_grade", "land_floor", "land_cost", "list_price", "wage", "rd_capital",
    *(f"stock.{industry}" for industry in INDUSTRIES),
    "source", "confidence", *(f"note.{field}" for field in NOTED), "note_remarks", "note_pillars", "note_contains",
)  # fmt: skip

type Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of a CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rank_band(key: str, level: str) -> str:
    """Core (central districts of Chongqing; Chengdu and its parts), district, county or prefecture."""
    if key in CENTRAL_DISTRICTS or key in CHENGDU:
        return "core"
    return level if level in ("district", "prefecture") else "county"


def land_cost(grade: int) -> float:
    """28 in grades 12 and below, 60 in grade 4, a straight line between, 10k CNY/mu."""
    step = (CORE_LAND_COST - COUNTY_LAND_COST) / 8
    return COUNTY_LAND_COST + step * max(0, 12 - max(grade, 4))


def wage(key: str, province: str, area_wage: float) -> int:
    """65 000 times the area's ratio to the Chongqing metropolitan area, at most 5 % away, to the thousand."""
    if key in CHENGDU:
        ratio = 1.0
    elif province == "sichuan":
        ratio = SICHUAN_RATIO
    else:
        ratio = area_wage / METROPOLITAN_AREA_WAGE
    ratio = min(max(ratio, 1 - WAGE_SPREAD), 1 + WAGE_SPREAD)
    return round(METROPOLITAN_WAGE * ratio / 1000) * 1000


def rd_intensity(key: str) -> float:
    """R&D over GDP."""
    if key in CENTRAL_DISTRICTS:
        return RD_INTENSITY["central"]
    if key in CHENGDU:
        return RD_INTENSITY["chengdu"]
    return RD_INTENSITY.get(key, RD_INTENSITY["other"])


def secondary_share(key: str, percent: str) -> float:
    """Share of the secondary sector in GDP: the row's own where read, else that of its area."""
    if percent:
        return float(percent) / 100
    return CHENGDU_SECONDARY_SHARE if key in CHENGDU else SECONDARY_SHARE


def number(value: float) -> str:
    """Shortest text of a number rounded to two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def derive(raw: Row) -> Row:
    """One row of the table of cities."""
    key = raw["id"]
    gdp = float(raw["gdp_2022_equiv_100m_cny"]) * MILLION_PER_100M if raw["gdp_2022_equiv_100m_cny"] else None
    reported = raw["general_budget_revenue_100m_cny"]
    revenue = float(reported) * MILLION_PER_100M if reported else REVENUE_SHARE * gdp if gdp else None
    grade = int(raw["industrial_land_grade"] or raw["assumed_land_grade"])
    pillars = raw["pillar_industries"].split(";")
    share = secondary_share(key, raw["secondary_sector_percent"])
    cost = land_cost(grade)
    row: Row = {
        "key": key,
        "name_en": raw["name_en"],
        "name_zh": raw["name_zh"],
        "province": raw["province"],
        "rank_band": rank_band(key, raw["level"]),
        "latitude": raw["latitude"],
        "longitude": raw["longitude"],
        "gdp": "" if gdp is None else number(gdp),
        "base_revenue": "" if revenue is None else number(revenue),
        "land_grade": str(grade),
        "land_floor": number(land_price_from_square_metre(FLOOR[grade])),
        "land_cost": number(cost),
        "list_price": number(cost),
        "wage": str(wage(key, raw["province"], float(raw["area_wage_cny"]))),
        "rd_capital": "" if gdp is None else number(round(RD_YEARS * rd_intensity(key) * gdp)),
    }
    for industry in INDUSTRIES:
        stock = CAPITAL_OUTPUT_RATIO * share * gdp / len(pillars) if gdp and industry in pillars else 0.0
        row[f"stock.{industry}"] = "" if gdp is None else number(round(stock))
    row["source"] = raw["source"]
    row["confidence"] = confidence(raw)
    row |= {f"note.{field}": text for field, text in notes(raw, share).items()}
    row["note_remarks"] = raw["field_notes"]
    row["note_pillars"] = f"{raw['pillar_industries']} ({raw['confidence_pillars']})"
    row["note_contains"] = raw["contained_rows"]
    return row


def confidence(raw: Row) -> str:
    """The weakest letter of GDP, revenue and pillars; land grade, wage and stocks are assumed everywhere."""
    letters = [
        raw["confidence_gdp"] or "assumption",
        raw["confidence_revenue"] or "D",
        raw["confidence_pillars"],
    ]
    return max(letters, key=LETTERS.index)


def sources_of(raw: Row) -> dict[str, str]:
    """The parts of the row's source by what they are about: gdp, revenue and so on."""
    parts: dict[str, str] = {}
    for part in raw["source"].split("; "):
        topic, colon, text = part.partition(": ")
        if colon and topic.lower() in ("gdp", "revenue", "population", "pillars", "area wage", "cross-check"):
            parts[topic.lower()] = text
    return parts


def known_as(letter: str, brought: bool) -> str:
    """Status of a published figure: derived where it was brought to another year, an assumption from memory."""
    if letter not in ("A", "B", "C"):
        return "derived" if letter == "D" else "assumption"
    return "derived" if brought else "fact"


def notes(raw: Row, share: float) -> dict[str, str]:
    """Of each field whether it is fact, derived or assumption, and from where; blank where the field is."""
    known, source = bool(raw["gdp_100m_cny"]), sources_of(raw)
    letter, year = raw["confidence_gdp"], raw["gdp_year"]
    place = "assumption: approximate position on the map (M)"
    found = dict.fromkeys(NOTED, "") | {"latitude": place, "longitude": place}
    if known:
        brought = float(raw["gdp_100m_cny"]) != float(raw["gdp_2022_equiv_100m_cny"])
        said = source.get("gdp", "from memory" if letter == "M" else raw["source"])
        found["gdp"] = (
            f"{known_as(letter, brought)}: figure of {year}{' brought to 2022' if brought else ''}; {said} ({letter})"
        )
        found["base_revenue"] = f"derived: {number(100 * REVENUE_SHARE)} % of GDP (D)"
        found["rd_capital"] = (
            f"assumption: {number(RD_YEARS)} x {number(100 * rd_intensity(raw['id']))} % of GDP, by rule"
        )
        origin = "published share" if raw["secondary_sector_percent"] else "share of its area"
        found["stock"] = (
            f"assumption: {number(CAPITAL_OUTPUT_RATIO)} x secondary sector, {number(100 * share)} % of GDP"
            f" ({origin}), equal over pillars"
        )
    if raw["confidence_revenue"]:
        letter = raw["confidence_revenue"]
        said = source.get("revenue", raw["source"])
        found["base_revenue"] = f"{known_as(letter, False)}: reported {raw['revenue_year']}; {said} ({letter})"
    found["land_grade"] = (
        "fact: 全国工业用地出让最低价标准 附件2 土地等别, Ministry of Land and Resources, 2006 (B)"
        if raw["industrial_land_grade"] else "assumption: by tier of the place (M)"
    )  # fmt: skip
    rule = "national floor by grade, 国土资发〔2006〕307号, Ministry of Land and Resources, in force 1 Jan 2007"
    found["land_floor"] = (
        f"derived: {rule}" if raw["industrial_land_grade"] else f"assumption: {rule}; the grade is assumed"
    )
    found["land_cost"] = "assumption: 28 in grades 12 and below, 60 in grade 4, a straight line by grade between"
    found["list_price"] = "assumption: equal to land cost"
    found["wage"] = "assumption: 65 000 times the area's published average over that of the Chongqing metropolitan area"
    return found


def comparable(rows: list[Row]) -> list[Row]:
    """Rows of county level that do not overlap: what the references of the base scenario average over."""
    aside = {"chengdu", "chengdu_hightech", "tianfu_new_area", "gaozhu"}
    return [row for row in rows if row["rank_band"] != "prefecture" and row["key"] not in aside]


def references(rows: list[Row]) -> dict[str, int]:
    """Mean stock of each industry, and mean R&D capital, over comparable rows, to the hundred million CNY."""
    among = comparable(rows)
    columns = [*(f"stock.{industry}" for industry in INDUSTRIES), "rd_capital"]
    return {name: round(sum(float(row[name]) for row in among) / len(among) / 100) * 100 for name in columns}


def pillar_weights(rows: list[Row]) -> dict[str, float]:
    """Share of each industry in all pillars that comparable rows name, to two decimals."""
    named = {k: sum(row[f"stock.{k}"] != "0" for row in comparable(rows)) for k in INDUSTRIES}
    total = sum(named.values())
    return {industry: round(count / total, 2) for industry, count in named.items()}


def overlaps(rows: list[Row]) -> set[frozenset[str]]:
    """Pairs of rows that share territory, from `note_contains`."""
    pairs = set()
    for row in rows:
        for entry in filter(None, row["note_contains"].split("; ")):
            pairs.add(frozenset((row["key"], entry.split()[-1])))
    return pairs


def table() -> str:
    """The whole table as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(derive(raw) for raw in read(RAW))
    return out.getvalue()


def main() -> None:
    """Write the table and print the references of the base scenario."""
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
    rows = read(TABLE)
    for name, value in references(rows).items():
        print(name, value)
    print(pillar_weights(rows), [row["key"] for row in comparable(rows)])


if __name__ == "__main__":
    main()
