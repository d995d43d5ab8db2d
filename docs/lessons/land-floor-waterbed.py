# %% [markdown]
# # A land floor and the waterbed / 地价底线与“水床效应”
#
# Three districts attract firms with land below cost, with tax rebates and with cash. A rule forbids the first: land
# may not be sold below what it costs. Press a waterbed down in one place and it rises in another. Does it here?
#
# 三个区用低于成本的土地、税收返还和现金吸引企业。现在规定地价不得低于土地成本。水床按下一处，另一处就会鼓起。这里会不会也是如此？

# %% [markdown]
# Set `LANGUAGE` to "zh" for Chinese tables and figures.
#
# 把 `LANGUAGE` 改为 "zh"，表格和图即为中文。

# %%
import sim
from experiments.comparison import compare
from experiments.drawings import of_comparison
from experiments.report import interval_text
from experiments.words import words
from sim.scenario import with_numbers

LANGUAGE = "en"
w = words(LANGUAGE)

scenario = sim.load("lessons/land_floor_waterbed")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# What the support consists of, million CNY over three years. Land price over cost goes from far below one to one;
# look at where the money goes instead.
#
# 三年间各类优惠的构成（百万元）。地价与成本之比从远低于一升到一；请看钱转到了哪里。

# %%
instruments = ("land_discount", "rebate", "grant", "concession")
for regime in comparison.regimes:
    means = {name: round(comparison.level(name, regime).mean) for name in instruments}
    print(f"{regime:14s} {means}  land price over cost {comparison.level('land_price_over_cost', regime).mean:.2f}")

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["land_prices"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# With the land floor, do the districts give away more, less or the same in all?
#
# 有了地价底线，各区让出的优惠总额更多、更少还是不变？

# %%
total = comparison.outcome("concession", "land_floor") - comparison.outcome("concession", "competition")
print("Largest difference in any replication, million CNY:", abs(total).max().round(6))

# %% [markdown]
# ## Question 2 / 问题2
#
# Land discounts end. By how many million CNY do cash grants rise?
#
# 地价优惠没有了。现金补助增加多少百万元？

# %%
cash = comparison.difference("grant", "land_floor").difference
land = comparison.difference("land_discount", "land_floor").difference
rebates = comparison.difference("rebate", "land_floor").difference
print(f"Land {interval_text(land)}, rebates {interval_text(rebates)}, cash {interval_text(cash)} million CNY")
print("What is left of the rule:", round(land.mean + rebates.mean + cash.mean, 6))

# %% [markdown]
# ## Question 3 / 问题3
#
# Suppose rebates and cash are forbidden anyway. Does the land floor then lower what is given away?
#
# 假设税收返还和现金补助本来就被禁止。这时地价底线能否降低优惠总额？

# %%
# No rebates and no cash: land is what is left to bid with.
closed = with_numbers(scenario, {"cities.*.grant_limit": 0.0, "cities.*.rebate_limit": 0.0})
land_alone = compare(closed, 12, regimes=["competition", "land_floor"], with_sweeps=False, with_planner=False)
lowered = land_alone.difference("concession", "land_floor").difference
print(f"{interval_text(lowered)} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# Where cash and rebates are limited too, or a promotion budget binds, the floor lowers concessions: question 3. With
# a good outside option it then loses projects, and the region may be worse off (docs/levers/land_price_floor.md).
#
# 现金和返还也受限制，或招商预算构成约束时，底线会降低优惠，见第三题。若外部选择较好，则会流失项目，区域可能受损（docs/levers/land_price_floor.md）。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# The floor is kept everywhere; in sales of 2007 to 2019 about 16 % lay below the benchmark. Cash costs districts no
# more than cheap land; in truth land discounts are easier to hide and cash needs a budget. Roads and plots prepared
# for one firm are not modelled.
#
# 底线处处得到遵守；而2007至2019年的出让中约有16%低于基准。现金与低价土地对各区的代价相同；现实中地价优惠更隐蔽，现金则需要预算。为单个企业修路、整地未计入。

# %%
answers = {
    "total": "same" if abs(total).max() < 1e-6 else "other",
    "cash": cash.mean,
    "closed": "yes" if lowered.high < 0 else "no" if lowered.low > 0 else "unclear",
}
print(answers)
