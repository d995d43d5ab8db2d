"""Tables as text: widths of Chinese characters, columns continued below, and nothing cut."""

from experiments.figures.lettering import display_width
from experiments.grid import Grid, markdown, paragraph, text

GRID = Grid(
    "标题 Title",
    ["指标 Outcome", "Competition", "Land floor and cap", "信息共享与报价公开制度安排"],
    [["优惠总额，占投资比重", "1", "2 ± 3", "4 ± 12,345"], ["Concession", "100", "", "-"]],
    "一条说明，a note that is long enough to be broken into lines",
)


def test_columns_line_up_whatever_the_script():
    lines = text(GRID, 120).splitlines()
    rule = next(index for index, line in enumerate(lines) if set(line) == {"-"})
    first, second = lines[rule + 1 : rule + 3]
    assert display_width(first) == display_width(second) == len(lines[rule])
    assert first.endswith("4 ± 12,345")


def test_columns_that_do_not_fit_are_continued_with_their_labels():
    narrow = text(GRID, 40)
    assert max(display_width(line) for line in narrow.splitlines()) <= 40
    assert narrow.count("Concession") == 2
    assert "…" not in narrow
    for cell in ("2 ± 3", "4 ± 12,345", "100"):
        assert cell in narrow


def heading_lines(width, *headings):
    """The lines of each heading of a table of narrow numbers."""
    rows = text(Grid("", ["名", *headings], [["甲", *["1"] * len(headings)]]), width).splitlines()
    return [line.split() for line in rows[: next(i for i, line in enumerate(rows) if set(line) == {"-"})]]


def test_short_chinese_headings_are_not_broken():
    """公共净收益 was 公共净收 / 益: up to six characters stand on one line."""
    for heading in ("公共净收益", "税收返还额", "赢得项目个数"):
        assert heading in heading_lines(40, heading)[-1]


def test_longer_chinese_headings_are_broken_between_words():
    assert [line[-1] for line in heading_lines(80, "能胜出的最低报价")] == ["能胜出的", "最低报价"]
    assert [line[-1] for line in heading_lines(80, "优惠工具允许的上限")] == ["优惠工具", "允许的上限"]
    assert [line[-1] for line in heading_lines(80, "两江新区（渝北区）")] == ["两江新区", "（渝北区）"]
    for width in (40, 60, 80):
        for line in text(GRID, width).splitlines():
            assert display_width(line) <= width


def test_text_columns_become_narrower_before_the_table_is_cut():
    grid = Grid("", ["Name", "Value"], [["a rather long label " * 4, "12,345 ± 678"]])
    lines = text(grid, 60).splitlines()
    assert max(map(len, lines)) <= 60
    assert sum("12,345 ± 678" in line for line in lines) == 1


def test_paragraphs_break_between_chinese_characters_but_not_before_their_punctuation():
    words = "电子厂没有明显的归属，隆昌市百分之五十二，荣昌区百分之四十八。" * 3 + " and some English words"
    for width in range(20, 60):
        lines = paragraph(words, width).splitlines()
        assert max(map(display_width, lines)) <= width
        assert not any(line.startswith(("，", "。")) for line in lines)
        assert "".join("".join(lines).split()) == "".join(words.split())


def test_markdown_has_a_row_for_each_row():
    lines = markdown(GRID).splitlines()
    assert lines[0] == "**标题 Title**"
    assert sum(line.startswith("|") for line in lines) == 2 + len(GRID.rows)
    assert "| :-- | --: | --: | --: |" in lines


def test_a_bar_in_a_cell_does_not_end_it():
    assert markdown(Grid("", ["a|b"], [["c|d"]])).count("|") == 6
