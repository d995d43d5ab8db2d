"""Files of a figure: the same bytes each time, with what was run inside them."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from PIL import Image

from experiments.figures.ladder import ladder
from experiments.figures.picture import save
from experiments.figures.provenance import citybid_version, provenance
from experiments.figures.sweep import sweep
from tests.figures.specimens import deal, scene, swept


def test_the_same_input_gives_the_same_bytes(tmp_path):
    said = provenance(scene(7), regimes="competition")
    for name, draw in (
        ("ladder", lambda: ladder(deal(7), scene(7), "zh")),
        ("sweep", lambda: sweep(swept(7), scene(7), "en")),
    ):
        first = save(draw(), tmp_path / "one", name, said)
        second = save(draw(), tmp_path / "two", name, said)
        assert [path.suffix for path in first] == [".png", ".svg"]
        for one, other in zip(first, second, strict=True):
            assert one.read_bytes() == other.read_bytes()


def test_another_process_writes_the_same_svg(tmp_path):
    script = (
        "import sys; from pathlib import Path; from experiments.figures.ladder import ladder; "
        "from experiments.figures.picture import save; from tests.figures.specimens import deal, scene; "
        "save(ladder(deal(2), scene(2), 'en'), Path(sys.argv[1]), 'ladder', {'seed': '1'})"
    )
    for folder in ("one", "two"):
        subprocess.run([sys.executable, "-c", script, str(tmp_path / folder)], check=True)
    assert (tmp_path / "one" / "ladder.svg").read_bytes() == (tmp_path / "two" / "ladder.svg").read_bytes()


def test_provenance_lies_in_both_files(tmp_path):
    said = provenance(scene(2), replications=200, note="竞争")
    png, svg = save(ladder(deal(2), scene(2), "zh"), tmp_path, "ladder", said)
    with Image.open(png) as image:
        assert image.size == (2048, 1152)
        assert json.loads(image.text["Description"]) == said
        assert image.text["seed"] == "20240101"
        assert image.text["note"] == "竞争"
        assert image.text["Software"] == f"citybid {citybid_version()}"
    root = ElementTree.parse(svg).getroot()
    text = "".join(root.itertext())
    assert json.dumps(said, ensure_ascii=False, sort_keys=True) in text
    assert "荣昌区" in text  # texts stay texts
    assert "dc:date" not in svg.read_text(encoding="utf-8")


def test_what_a_scenario_says_cannot_break_the_file(tmp_path):
    title = "A <b>title</b> & $x^2$ \x0b 'quoted'"
    odd = scene(2).model_copy(update={"title": scene(2).title.model_copy(update={"en": title})})
    _, svg = save(ladder(deal(2), odd, "en"), tmp_path, "odd", provenance(odd))
    text = "".join(ElementTree.parse(svg).getroot().itertext())
    assert "A <b>title</b> & $x^2$ 'quoted'" in text


def test_inputs_and_colours_do_not_bring_matplotlib():
    script = (
        "import sys, experiments.figures.data, experiments.figures.palette, experiments.words; "
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
