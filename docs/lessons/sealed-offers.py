# %% [markdown]
# # Why sealed offers hurt the loser / 密封报价为何伤害落选者
#
# Rongchang and Longchang, 31 km apart on either side of the province border, hand in sealed offers. Rongchang is
# cautious and writes down 60 % of what a project is worth to it, Longchang is keen and writes down 90 %. Afterwards
# Rongchang learns what beat it, and often it would gladly have paid more. Under the second regime both see each
# other's offers.
#
# 荣昌与隆昌隔省界相距三十一公里，各自递交密封报价。荣昌谨慎，只写下项目对其价值的六成；隆昌积极，写下九成。事后荣昌得知对手的报价，常常发现自己本来愿意出得更多。第二种情景下双方互示报价。

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

scenario = sim.load("lessons/sealed_offers")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# Both the loser and the winner of the sealed contests are in “the cities”. The owners of the firms are in “everyone”,
# and partly in “the region”.
#
# “各城市”包括密封报价的输家和赢家；企业所有者计入“所有人”，部分计入“区域”。

# %%
for table in welfare(comparison, w):
    print(text(table, 110))

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["gains"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# Does Rongchang, the cautious one, win more or fewer projects when offers are shown?
#
# 互示报价后，谨慎的荣昌赢得的项目更多还是更少？

# %%
rongchang, longchang = range(2)  # in the order of the scenario
projects = comparison.city_difference("projects_won", "disclosure", rongchang).difference
print(f"Rongchang: {interval_text(projects)} projects")

# %% [markdown]
# ## Question 2 / 问题2
#
# Longchang wins most of the sealed contests. Is it better or worse off when offers are shown?
#
# 密封报价时隆昌赢得大多数项目。互示报价后，隆昌的处境更好还是更差？

# %%
welfare_of_longchang = comparison.city_difference("welfare_city", "disclosure", longchang).difference
print(f"Longchang: {interval_text(welfare_of_longchang)} million CNY")

# %% [markdown]
# ## Question 3 / 问题3
#
# Now let both be cautious: Rongchang writes down 25 %, Longchang 40 %. Are the two together still better off when
# they show each other their offers?
#
# 现在假设双方都很谨慎：荣昌写下两成五，隆昌写下四成。互示报价后，两地合计是否仍然更好？

# %%
cautious = {"cities.rongchang.strategy.share": 0.25, "cities.longchang.strategy.share": 0.4}
truce = compare(with_numbers(scenario, cautious), 12, with_sweeps=False, with_planner=False)
together = truce.difference("cities_gain", "disclosure").difference
print(f"Both together: {interval_text(together)} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# Where offers are lower than in the equilibrium of the sealed contest (half of what a project is worth, with two
# bidders and uniform values) openness drives them up and both cities lose: question 3, and the case itself, where
# learning officials shade much. With equal shares each wins about as many projects in both forms.
#
# 报价低于密封竞价的均衡水平时（两方竞价、价值均匀分布时为项目价值的一半），公开会抬高报价，双方都受损：见第三题；案例中会学习的官员保留幅度也较大。双方比例相等时，两种方式下各自赢得的项目数大致相同。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Shares are fixed, so nobody learns from regret; in the case itself officials do. A city cannot shade one project
# more than another. Firms would choose the form of contest that pays them best. Who really bid what for the plant of
# the story is not known.
#
# 报价比例固定，没有人从后悔中学习（案例本身考虑了学习）。一个城市对所有项目的保留幅度相同。企业会选择对自己最有利的竞价方式。故事中的项目实际由谁报了多少，并无资料。

# %%
answers = {
    "rongchang_wins": "higher" if projects.low > 0 else "lower" if projects.high < 0 else "unclear",
    "longchang_gains": "higher"
    if welfare_of_longchang.low > 0
    else "lower"
    if welfare_of_longchang.high < 0
    else "unclear",
    "tacit_truce": "yes" if together.low > 0 else "no" if together.high < 0 else "unclear",
}
print(answers)
