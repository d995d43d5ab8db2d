# %% [markdown]
# # When competition is efficient / 竞争何时有效率
#
# Bidding is often called waste. Theory says more carefully: in an open contest of honest bidders every project goes
# where site and public value together are largest, and what is paid only changes hands. Here a yuan of public money
# costs one yuan, officials have no interests or errors of their own, and the same project does more for one place
# than for another. The second regime forbids all special offers.
#
# 人们常说竞价是浪费。理论的说法更谨慎：报价者诚实、竞价公开时，每个项目都会落在选址价值与公共价值之和最大的地方，付出的优惠只是转手。这里公共资金的额外成本为0（一元公共资金的社会成本恰为一元），官员没有自己的利益，也不误判，同一项目对各地的作用各不相同。第二种情景禁止一切专项优惠。

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

scenario = sim.load("lessons/efficient_competition")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=True)

# %% [markdown]
# ## What to look at / 看什么
#
# Large sums move between districts and owners, while the total hardly moves. Competition and joint negotiation cannot
# be told apart for everyone; the ban can.
#
# 各区与企业所有者之间金额很大，总数却变化不大。对所有人而言，自由竞争与联合招商无法区分，禁令则不然。

# %%
for table in welfare(comparison, w):
    print(text(table, 110))

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["gains"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# Is everyone together better or worse off under the ban than under competition?
#
# 与自由竞争相比，禁令下所有人合计更好还是更差？

# %%
everyone = comparison.difference("welfare_total", "ban").difference
efficiency = {key: round(100 * comparison.level("efficiency", key).mean, 1) for key in comparison.regimes}
print(f"Everyone under the ban: {interval_text(everyone)} million CNY; efficiency in %: {efficiency}")

# %% [markdown]
# ## Question 2 / 问题2
#
# And the districts themselves, their budgets and residents? Better or worse off under the ban?
#
# 那么各区自身（财政与居民）呢？禁令下更好还是更差？

# %%
districts = comparison.difference("cities_gain", "ban").difference
owners = comparison.difference("firms_gain", "ban").difference
print(f"Districts {interval_text(districts)}, owners of firms {interval_text(owners)} million CNY")

# %% [markdown]
# ## Question 3 / 问题3
#
# Now let each yuan of public money have an extra cost of 0.3 yuan (30 %). Is the ban still worse for everyone together?
#
# 现在假设每筹集一元公共资金另有0.3元的额外成本（30%）。禁令对所有人合计是否仍然更差？

# %%
# Each yuan of public money now has an extra cost of 0.3 yuan.
dear = compare(with_numbers(scenario, {"economy.cost_of_public_funds": 0.3}), 12, regimes=["competition", "ban"],
               with_sweeps=False, with_planner=False)  # fmt: skip
costly = dear.difference("welfare_total", "ban").difference
print(f"Everyone under the ban: {interval_text(costly)} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# At an extra cost of public funds of 0.2 and more the ban gains for everyone; with the same spillover everywhere
# (spillover 0) it gains a little even at an extra cost of 0, for hardly anything is left to misplace; with keen or mistaken officials the contest
# itself misplaces firms. Joint negotiation does here as well as competition for everyone, and leaves the districts
# the money.
#
# 公共资金的额外成本达到0.2及以上时，禁令对所有人有利；各地外溢相同时（外溢为零），几乎没有错位可言，禁令即使在额外成本为0时也略有好处；官员有规模冲动或误判时，竞价本身就会造成错位。联合招商在此对所有人与竞争相当，并把钱留给各区。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Everything that spoils an open contest is switched off on purpose: hidden offers, keenness on volume, errors of
# judgement, budgets, an extra cost of public funds. Firms do not spend anything on being courted.
#
# 一切妨碍公开竞价发挥作用的因素都有意关掉了：隐蔽报价、规模冲动、误判、预算约束、公共资金的额外成本。企业也不为“待价而沽”付出成本。

# %%
answers = {
    "everyone": "higher" if everyone.low > 0 else "lower" if everyone.high < 0 else "unclear",
    "cities": "higher" if districts.low > 0 else "lower" if districts.high < 0 else "unclear",
    "costly_money": "yes" if costly.high < 0 else "no" if costly.low > 0 else "unclear",
}
print(answers)
