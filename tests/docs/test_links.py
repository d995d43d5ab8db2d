"""Links between pages lead somewhere: to files and to headings; files that pages name exist."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "README.zh.md"])
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
NAMED = re.compile(r"`((?:sim|experiments|tests|scenarios|docs)/[\w./-]*\w)/?`")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def anchors(path: Path) -> frozenset[str]:
    """Anchors of a page: those that it sets itself, and those that GitHub makes of its headings."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    found = re.findall(r'<a id="([^"]+)">', text)
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    return frozenset(found)


def test_anchors_are_made_as_github_makes_them(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        '<a id="own"></a>\n# 7.1 A `b.c_d`, (E)\n## 一 二\n```sh\n# no heading\n```\n## 一 二\n', encoding="utf-8"
    )
    assert anchors(page) == {"own", "71-a-bc_d-e", "一-二", "一-二-1"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_to_files_and_headings(page):
    wrong = []
    for link in LINK.finditer(re.sub(r"`[^`\n]*`", "", FENCED.sub("", page.read_text(encoding="utf-8")))):
        if "://" in link["file"] or link["file"].startswith("mailto:"):
            continue
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        on_page = link["anchor"] and target.suffix == ".md" and target.exists()
        if not target.exists() or (on_page and link["anchor"] not in anchors(target)):
            wrong.append(link[0])
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_a_page_names_exist(page):
    names = NAMED.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    assert [name for name in names if not (ROOT / name).exists()] == []
