"""Words of the schema in Chinese: units, sentences of validators, and the reasons of the YAML parser."""

import re
from typing import Final

UNITS: Final[dict[str, str]] = {
    "-": "-",
    "10k CNY": "万元",
    "10k CNY/mu": "万元/亩",
    "10k CNY/year": "万元/年",
    "CNY": "元",
    "CNY/job/year": "元/岗位/年",
    "CNY/m²": "元/平方米",
    "CNY/year": "元/年",
    "cities": "个城市",
    "correlation": "相关系数",
    "degrees": "度",
    "elasticity": "弹性",
    "grade": "等别",
    "index": "指数",
    "industries": "个产业",
    "jobs": "个岗位",
    "jobs/100m CNY": "个岗位/亿元",
    "km": "公里",
    "ln productivity": "生产率对数",
    "log points": "对数点",
    "million CNY": "百万元",
    "million CNY/year": "百万元/年",
    "mu": "亩",
    "multiple": "倍数",
    "per period": "每期",
    "per year": "每年",
    "percent": "百分数",
    "period": "期",
    "periods": "期",
    "points": "点",
    "probability": "概率",
    "projects": "个项目",
    "projects/year": "个项目/年",
    "runs": "次运行",
    "seed": "种子",
    "share": "比例",
    "share of benefit": "占收益比例",
    "share of GDP": "占地区生产总值比重",
    "share of investment": "占投资比例",
    "share of public value": "占公共价值比例",
    "share of value": "占价值比例",
    "share per period": "每期比例",
    "CNY/person": "元/人",
    "CNY/person/year": "元/人/年",
    "firms": "家企业",
    "persons": "人",
    "persons/year": "人/年",
    "ratio": "比值",
    "share of output": "占产值比例",
    "tasks/year": "项任务/年",
    "teams": "支队伍",
    "weight": "权重",
    "year": "年",
    "years": "年",
}
"""Units of the schema, and those that people confuse them with."""

SENTENCES: Final[dict[str, str]] = {
    # Validators of the schema.
    "retained_share + central_share must not exceed 1": "retained_share 与 central_share 之和不得超过 1",
    "instrument_order: name land, rebate and cash once each": "instrument_order：land、rebate、cash 各写一次",
    "teams above 1 go with form: horse_race, and only with it": "teams 大于 1 只与 form: horse_race 同用，且必须同用",
    "industries: drawn projects need one with a weight above 0": (
        "industries：随机项目需要至少一个 weight 大于 0 的行业"
    ),
    "relocation goes with two members or more": "relocation 需要至少两个 members",
    "lowest must not exceed highest": "lowest 不得大于 highest",
    "smallest must not exceed largest": "smallest 不得大于 largest",
    "pool_per_year must be at least arrivals_per_year": "pool_per_year 不得小于 arrivals_per_year",
    "correlation must be -1, 0 or 1 with law: uniform": "law 为 uniform 时，correlation 只能是 -1、0 或 1",
    "give one of site_value with public_value, each, or a generator": (
        "请在 site_value 加 public_value、each、generator 中选择一种"
    ),
    "correlation_km goes with law: gumbel, normal or uniform": (
        "correlation_km 须与 law: gumbel、normal、uniform 之一同用"
    ),
    "home goes with law: border, and only with it": "home 只与 law: border 同用，且必须同用",
    "give either home or homes with a weight above 0": "home 与 homes 只能写一个，且 homes 的权重之和须大于 0",
    "leader goes with move_order: leader, and only with it": "leader 只与 move_order: leader 同用，且必须同用",
    "stylised projects do not mix with a pipeline or watched projects": (
        "stylised 项目不能与 pipeline 或 watched 并用"
    ),
    "give a pipeline, watched projects, stylised projects, or incumbents": (
        "请给出 pipeline、watched、stylised 或 incumbents"
    ),
    "origins: at least one weight must exceed 0": "origins：至少要有一个大于 0 的权重",
    "bad_repayment must not exceed good_repayment": "bad_repayment 不得大于 good_repayment",
    "watched projects need different keys": "watched 项目的代号必须各不相同",
    "listed projects need different keys": "listed 项目的代号必须各不相同",
    "host goes with kind: assigned, and only with it": "host 只与 kind: assigned 同用",
    "suppliers go with kind: anchor, and only with it": "suppliers 只与 kind: anchor 同用",
    "regimes need different keys": "regimes 的代号必须各不相同",
    "sweeps need different keys": "sweeps 的代号必须各不相同",
    "low must be below high": "low 必须小于 high",
    "whole goes with whole ends of the range": "whole 要求取值范围的两端均为整数",
    "switched_off: name keys of ranges only": "switched_off：只能写 ranges 中的代号",
    "ranges: name at least one contested parameter": "ranges：至少写一个有争议的参数",
    "give either cap or by_city": "cap 与 by_city 必须且只能写一个",
    "by_city names its cities itself; leave cities out": "by_city 已写明城市，请去掉 cities",
    "give either table or designate": "table 与 designate 必须且只能写一个",
    "give either bonus_table or cluster_bonus": "bonus_table 与 cluster_bonus 只能写一个",
    "bonus_table: the first entry, for one city, is 1": "bonus_table：第一项（仅一个城市时）必须为 1",
    "pillars: give the value of each industry, or a pipeline that it follows from": (
        "pillars：请给出各产业的价值，或提供可据以推算的项目流"
    ),
    "price goes with basis: price, and only with it": "price 只与 basis: price 同用，且必须同用",
    "give a rate, a budget or both": "rate 与 budget 至少写一个",
    "owners: name each owner once, and not the park itself": "owners：每个共建方写一次，且不得写园区自身",
    "leaked goes with contract: leakage, and only with it": "leaked 只与 contract: leakage 同用，且必须同用",
    "levers of an agreement take its dates; give start and end there": (
        "levers 中的杠杆与协议同期生效，start 和 end 请写在协议上"
    ),
    "levers of an agreement are kept or broken with it; give compliance there": (
        "levers 中的杠杆随协议一同遵守或违背，compliance 请写在协议上"
    ),
    # Validators of designs.
    "give either ranges or prior": "ranges 与 prior 只能给出其一",
    "the number of points of a Sobol' sequence is a power of two": "Sobol 序列的点数须为 2 的幂",
    "values holds a number twice": "values 中有重复的数值",
    "minimum must not exceed maximum": "minimum 不得大于 maximum",
    "give either replications or until": "replications 与 until 只能给出其一",
    # The YAML parser.
    "could not find expected ':'": "缺少应有的冒号“: ”",
    "mapping values are not allowed here": "此处不能出现“键: 值”（缩进有误，或文本需要引号）",
    "mapping keys are not allowed here": "此处不能出现键",
    "sequence entries are not allowed here": "此处不能出现列表项“- ”",
    "found unexpected end of stream": "引号没有闭合",
    "found unexpected document separator": "引号没有闭合就出现了文档分隔符",
    "expected <block end>, but found '<block mapping start>'": "缩进不一致",
    "expected <block end>, but found '<block sequence start>'": "缩进不一致",
    "expected <block end>, but found '<scalar>'": "缩进不一致，或引号之后还有文字",
    "expected <block end>, but found '-'": "缩进不一致",
    "expected <block end>, but found '?'": "缩进不一致",
    "expected <block end>, but found ','": "此处不应有逗号",
    "expected <block end>, but found '}'": "多余的 }",
    "expected <block end>, but found ']'": "多余的 ]",
    "expected ',' or '}', but got '<stream end>'": "花括号 { 没有闭合",
    "expected ',' or ']', but got '<stream end>'": "方括号 [ 没有闭合",
    "bad escape": "转义字符有误",
    # The operating system.
    "Permission denied": "没有读取权限",
    "Input/output error": "输入输出错误",
}
"""Sentences that are fixed."""

_PATTERNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"regime (\w+): only and without go with like"), r"政策情景 \1：only 和 without 须与 like 同用"),
    (
        re.compile(r"regime (\w+): like must name a regime that has its own levers"),
        r"政策情景 \1：like 必须指向一个自带杠杆的政策情景",
    ),
    (re.compile(r"regime (\w+): regime (\w+) has no lever (\w+)"), r"政策情景 \1：政策情景 \2 没有杠杆 \3"),
    (
        re.compile(r"(\w+): every entry must be a share between 0 and 1"),
        r"\1：每一项都应是 0 到 1 之间的比例",
    ),
    (
        re.compile(r"(chain\.\w+): shares must be >= 0 and sum to at most 1"),
        r"\1：各比例不得为负，合计不得超过 1",
    ),
    (re.compile(r"(\w+) does not go with sampling: (\w+)"), r"\1 不能与 sampling: \2 同用"),
    (re.compile(r"sampling: (\w+) needs (\w+)"), r"sampling: \1 需要给出 \2"),
    (re.compile(r"levels cross to more than (\w+) worlds"), r"levels 的组合超过 \1 个情境"),
    (re.compile(r"levels cross to more than (\w+) policies"), r"levels 的组合超过 \1 个政策"),
    (re.compile(r"expected ',' or '([}\]])', but got (.*)"), r"此处应为逗号或 \1，实为 \2"),
    (re.compile(r"expected <document start>, but found (.*)"), r"文档在此之前已经结束，却又出现 \1"),
    (re.compile(r"expected <block end>, but found (.*)"), r"缩进不一致，或出现了多余的 \1"),
    (re.compile(r"expected the node content, but found (.*)"), r"此处应为一个值，实为 \1"),
    (
        re.compile(r"found character (.*) that cannot start any token"),
        r"此处不能出现字符 \1；含有它的文本需要引号",
    ),
    (re.compile(r"found unknown escape character (.*)"), r"双引号中有未知的转义字符 \1"),
)


def chinese(text: str) -> str:
    """A unit or sentence in Chinese; the text itself where no translation is known."""
    known = UNITS.get(text) or SENTENCES.get(text)
    if known is not None:
        return known
    for pattern, translation in _PATTERNS:
        if match := pattern.fullmatch(text):
            return match.expand(translation)
    return text
