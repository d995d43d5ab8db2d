# %% [markdown]
# # How a race to the bottom starts and stops / 逐底竞争如何开始、如何停下
#
# Five districts of western Chongqing want the same firms. Each project asks for offers, and whoever offers more
# becomes the host. What one district adds, the others must match: support climbs until losing is as good as winning.
# The second regime sets a cap of 5 % of investment from 2026 on; under the first nothing changes.
#
# 渝西五个区都想要同样的企业。每个项目都会征集报价，出价高者得之。一个区加码，其他区就得跟进，优惠一路上涨，直到输赢对地方已无差别。第二种情景自2026年起规定优惠不得超过投资的百分之五，第一种情景照旧。

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
from experiments.statistics import paired
from experiments.words import words
from sim.scenario import with_numbers

LANGUAGE = "en"
w = words(LANGUAGE)

scenario = sim.load("lessons/race_to_bottom")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# The table compares the whole six years; the figure shows land prices year by year. Up to 2025 both regimes are the
# same to the yuan, for the projects and the luck are the same. Look at how far below its cost land is sold, and at
# who gains what the districts give away.
#
# 表格比较整个六年；图为逐年地价。2025年以前两种情景分毫不差，因为项目和运气都相同。请看土地以低于成本多少的价格出让，以及各区让出的利益归了谁。

# %%
for table in welfare(comparison, w):
    print(text(table, 110))

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["land_prices"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# Compare two cases under competition: each firm asks one district for an offer, or each firm asks four. Is support per
# job with four districts higher than with one, lower or the same?
#
# 在自由竞争下比较两种情形：每家企业只向一个区征集报价，或者向四个区征集报价。与只问一个区相比，问四个区时每个岗位的优惠更高、更低还是不变？

# %%
# Each firm asks one district for an offer, or four; the same firms with the same luck.
per_job = {}
for invited in (1, 4):
    asked = compare(with_numbers(scenario, {"contest.shortlist_size": invited}), 12, regimes=["competition"],
                    with_sweeps=False, with_planner=False)  # fmt: skip
    per_job[invited] = asked.outcome("concession_per_job", "competition")
rivals = paired(per_job[4], per_job[1]).difference
print(f"{per_job[1].mean():,.0f} and {per_job[4].mean():,.0f} CNY per job: {interval_text(rivals)}")

# %% [markdown]
# ## Question 2 / 问题2
#
# Under competition: what share of investment do the districts give away in the last year, 2028?
#
# 自由竞争下，最后一年（2028年）各区让出的优惠占投资的百分之几？

# %%
# The last year is period 5. Concessions and investment are summed over the districts, (replications, periods).
concession = comparison.by_period("concession", "competition").sum(axis=2)
investment = comparison.by_period("investment_won", "competition").sum(axis=2)
given_away = 100 * concession / investment
print("Year by year, %:", given_away.mean(axis=0).round(1))

# %% [markdown]
# ## Question 3 / 问题3
#
# Is everyone together better off when the cap stops the race: firms, districts, residents and all tiers of
# government?
#
# 上限使竞争停下后，所有人（企业、各区、居民和各级政府）合计是否更好？

# %%
everyone = comparison.difference("welfare_total", "cap").difference
districts = comparison.difference("cities_gain", "cap").difference
print(f"Everyone {interval_text(everyone)}, the districts {interval_text(districts)} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# At an extra cost of public funds of 0 (a yuan of public money costs exactly one yuan) everyone together loses from
# the cap, because it sends some firms to the wrong place. With firms that can go abroad a cap loses the projects themselves: see the lesson on the ban.
# With hidden offers there is no ladder, and more rivals may change little.
#
# 公共资金的额外成本为0（一元公共资金的社会成本恰为一元）时，上限使所有人合计受损，因为部分企业被引到不合适的地方。企业可以去境外时，上限会失去项目本身，见禁令一课。密封报价时没有逐轮加价，对手增多的影响可能很小。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Districts are honest about what a project is worth to them and keep the cap; officials gain nothing from volume
# (raise the political weight to see it). Infrastructure that districts build to attract firms, and firms that were
# there before, are left out.
#
# 各区如实估计项目价值，并且遵守上限；官员不从规模中得到额外好处（可提高政绩权重观察其影响）。为招商而建的基础设施和本地原有企业未计入。

# %%
answers = {
    "rivals": "higher" if rivals.low > 0 else "lower" if rivals.high < 0 else "unclear",
    "given_away": float(given_away[:, 5].mean()),
    "everyone": "yes" if everyone.low > 0 else "no" if everyone.high < 0 else "unclear",
}
print(answers)
