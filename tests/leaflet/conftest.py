"""A comparison in a folder, and its page taken apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from experiments.cli import main
from tests.cli.conftest import SMALL, WATCHED

VOID = {"meta", "input", "link", "br"}


@dataclass
class Node:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, name: str, **attributes: str) -> list["Node"]:
        return [
            node
            for node in self.walk()
            if node.name == name and all(node.attributes.get(key.rstrip("_")) == v for key, v in attributes.items())
        ]

    def text(self, language: str | None = None) -> str:
        """What is read in a language; all languages if none is given."""
        told = []
        for child in self.children:
            if isinstance(child, str):
                told.append(child)
            elif language is None or child.attributes.get("lang", language)[:2] == language:
                told.append(child.text(language))
        return "".join(told)


class Reader(HTMLParser):
    """Reads a page and refuses what is not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"{tag} closes {self.open[-1].name}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(text: str) -> Node:
    """A page as a tree."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of two comparisons: `small` with stylised projects, `watched` with one plant."""
    base = tmp_path_factory.mktemp("compared")
    found = {}
    for name, text in (("small", SMALL), ("watched", WATCHED)):
        file = base / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        found[name] = base / name
        arguments = ["compare", str(file), "--out", str(found[name]), "--jobs", "1", "--no-figures", "--quiet"]
        assert main(arguments) == 0
    return found


@pytest.fixture(scope="session")
def pages(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The page of one of these folders."""
    base = tmp_path_factory.mktemp("pages")
    made: dict[str, str] = {}

    def page(name: str) -> str:
        if name not in made:
            out = base / f"{name}.html"
            assert main(["report", str(folders[name]), "--out", str(out), "--quiet"]) == 0
            made[name] = out.read_text(encoding="utf-8")
        return made[name]

    return page
