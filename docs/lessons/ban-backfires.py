# %% [markdown]
# # When a ban backfires / 禁令何时适得其反
#
# Three districts forbid themselves all special offers, and keep to it. That ends the race between them. But these
# firms have a good alternative abroad, and nobody there has signed anything.
#
# 三个区约定一律不给专项优惠，并且遵守约定。三区之间的竞赛就此结束。但这些企业在境外有不错的选择，而那里没有人签过约。

# %% [markdown]
# Set `LANGUAGE` to "zh" for Chinese tables and figures.
#
# 把 `LANGUAGE` 改为 "zh"，表格和图即为中文。

# %%
import sim
from experiments.comparison import compare
from experiments.drawings import of_comparison
from experiments.grid import text
from experiments.report import interval_text, welfare
from experiments.words import words
from sim.scenario import with_numbers

LANGUAGE = "en"
w = words(LANGUAGE)

scenario = sim.load("lessons/ban_backfires")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# Is there a standard under which the ban gains? Is there a party that gains in the figure?
#
# 有没有哪一种标准下禁令是有益的？图中有没有哪一方得益？

# %%
for table in welfare(comparison, w):
    print(text(table, 110))

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["gains"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# About 180 projects come by in three years. How many of them go abroad under the ban?
#
# 三年间约有一百八十个项目到来。禁令下有多少个去了境外？

# %%
leaving = {key: comparison.level("projects_left", key).mean for key in comparison.regimes}
print({key: round(count, 1) for key, count in leaving.items()})

# %% [markdown]
# ## Question 2 / 问题2
#
# Which is best for the region: competition, the ban, or the three bidding as one?
#
# 对区域来说哪一种最好：自由竞争、禁令，还是三区联合招商？

# %%
region = {key: comparison.level("welfare_region", key).mean for key in comparison.regimes}
best = max(region, key=region.get)
print({key: round(value) for key, value in region.items()}, "- best:", best)

# %% [markdown]
# ## Question 3 / 问题3
#
# Suppose the alternative abroad is 12 % of investment worse than the reference site, not 15 % better. Does the region
# gain from the ban then?
#
# 假设境外的选择不是比基准选址好15%，而是差12%（占投资）。这时区域是否从禁令中得益？

# %%
# The alternative abroad is 12 % of investment worse than the reference site, not 15 % better.
weak = compare(with_numbers(scenario, {"projects.outside.gap": -0.12}), 12, regimes=["competition", "ban"],
               with_sweeps=False, with_planner=False)  # fmt: skip
gain = weak.difference("welfare_region", "ban").difference
print(f"The region under the ban: {interval_text(gain)} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# With a weak outside option the region gains from the ban (question 3). If the alternatives lie in the same country
# and count in full, everyone together gains from it, for what leaves is not lost. The gap of 15 % lies outside the
# declared range of -20 to 0 %.
#
# 外部选择较弱时，区域从禁令中得益（第三题）。若外部选择在国内并且全额计入，所有人合计从禁令中得益，因为流走的并未消失。15%的差额在参数范围（-20%至0）之外。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# The ban is kept by all. A country may also bid for what goes abroad. What goes to another province of the same
# country would count for the country, and does not here: the alternatives are all abroad.
#
# 禁令得到所有地方遵守。国家也可以为留住去境外的项目而出价。流向本国其他省份的项目对国家仍有价值，这里则全部去了境外，不计入。

# %%
answers = {
    "leaving": leaving["ban"],
    "best_rule": best,
    "weak_outside": "yes" if gain.low > 0 else "no" if gain.high < 0 else "unclear",
}
print(answers)
