"""What reading costs: time, and modules imported."""

import subprocess
import sys
import time
from pathlib import Path

from sim.scenario import load
from tests.scenario.corpus import BASE, CITIES

HEAVY = ("pandas", "mesa", "matplotlib", "scipy", "networkx", "pyarrow")

CHECK = """
import sys
import sim
from sim.scenario import bundled, content_hash, json_schema, load, resolved
for name in bundled():
    scenario = load(name)
    content_hash(scenario), resolved(scenario)
json_schema()
print([name for name in {heavy!r} if name in sys.modules])
"""


def test_reading_imports_nothing_heavy():
    run = subprocess.run(
        [sys.executable, "-c", CHECK.format(heavy=HEAVY)], capture_output=True, text=True, check=False, timeout=120
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


def test_thirty_cities_are_read_in_a_moment(tmp_path: Path):
    fields = (
        "list_price: 28, wage: 65000, gdp: 5e4, land_grade: 12, fit: { chips: 0.1 }, stock: { autos: 10, chips: 9 }"
    )
    cities = "".join(f"    c{i}: {{ name_en: C{i}, name_zh: 城{i}, {fields} }}\n" for i in range(30))
    (tmp_path / "main.yaml").write_text(BASE.replace(CITIES, "cities:\n  set:\n" + cities), encoding="utf-8")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert len(load(tmp_path / "main.yaml").cities) == 30
        times.append(time.perf_counter() - start)
    assert min(times) < 0.15


def test_a_table_of_five_thousand_cities_is_read(tmp_path: Path):
    rows = "".join(f"c{i},C{i},城{i},28,65000,A,x\n" for i in range(5_000))
    table = "key,name_en,name_zh,list_price,wage,confidence,source\n" + rows
    (tmp_path / "c.csv").write_text(table, encoding="utf-8")
    (tmp_path / "main.yaml").write_text(BASE.replace(CITIES, "cities: { file: c.csv }\n"), encoding="utf-8")
    start = time.perf_counter()
    assert len(load(tmp_path / "main.yaml").cities) == 5_000
    assert time.perf_counter() - start < 10
