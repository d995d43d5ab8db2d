# %% [markdown]
# # Why pacts break / 协议为何破裂
#
# Three equal districts agree to make no special offers. All are better off if all keep it; each is better off still
# if it alone breaks it. Whether the pact lasts depends on how soon a breach is seen, and on how much officials care
# for later. Under the regime `unseen` a breach stays unseen for four years, under `seen` for one.
#
# 三个条件相同的区约定不给专项优惠。人人守约，大家都更好；但若只有自己违约，自己更好。协议能否持久，取决于违约多快被发现，以及官员多看重将来。在情景 `unseen` 中，违约四年后才会被发现，在 `seen` 中一年后即被发现。

# %% [markdown]
# Set `LANGUAGE` to "zh" for Chinese tables and figures.
#
# 把 `LANGUAGE` 改为 "zh"，表格和图即为中文。

# %%
import sim
from experiments.comparison import compare
from experiments.drawings import of_comparison
from sim.scenario import with_numbers

LANGUAGE = "en"

scenario = sim.load("lessons/pacts_break")
comparison = compare(scenario, 1, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# Six years, one project a year. A pact that nobody keeps looks like none at all.
#
# 六年，每年一个项目。无人遵守的协议，看起来就像没有协议一样。

# %%
for regime in comparison.regimes:
    paid = comparison.by_period("concession", regime)[0].sum(axis=1)
    broken = comparison.by_period("agreements_broken", regime)[0].sum(axis=1)
    print(f"{regime:12s} concessions by year {paid.round(1)}, breaches by year {broken.astype(int)}")

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["gains"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# A breach is seen after four years, and officials value next year at 80 % of this year. Does anyone break the pact?
#
# 违约四年后才被发现，官员把明年的一元看作今年的八角。有人违约吗？

# %%
# What an official weighs: a third of each project for ever, or all of them until the breach is seen.
discount, lag = 0.8, 4
keep = 4 / (1 - discount)
break_it = sum(12 * discount**t for t in range(lag))
breaches = comparison.outcome("breaches", "unseen")[0]
print(f"keep {keep:.1f}, break {break_it:.1f}; breaches in the run: {breaches:.0f}")

# %% [markdown]
# ## Question 2 / 问题2
#
# Now officials value next year at 95 % of this year. A breach is still seen only after four years. Does anyone break
# it?
#
# 现在官员把明年的一元看作今年的九角五分，违约仍要四年后才被发现。还有人违约吗？

# %%
patient = with_numbers(scenario, {"regimes.unseen.levers.0.discount_factor": 0.95})
still = compare(patient, 1, regimes=["unseen"], with_sweeps=False, with_planner=False).outcome("breaches", "unseen")[0]
line = (2 / 3) ** (1 / 4)
print(f"breaches in the run: {still:.0f}; the textbook line is {line:.4f}")

# %% [markdown]
# ## Question 3 / 问题3
#
# One project a year, worth 12 million CNY to whichever district has it, for six years. How much more do the three
# districts have with a pact that holds (a breach seen after one year) than with none?
#
# 每年一个项目，对落户地的价值为一千二百万元，共六年。若协议得以维持（违约一年后发现），三区合计比没有协议时多得多少？

# %%
worth = comparison.difference("cities_gain", "seen").difference.mean
print(f"a pact that holds: {worth:.0f} million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# With sight after one year the pact holds at .8; so it does with a penalty that is large enough and an audit that is
# likely. With few members, rare projects or a large one the lines move (docs/levers/agreement.md). A pact among some
# only helps the others: the truce of two counties in docs/cases/border_war_truce.md.
#
# 违约一年后就被发现时，0.8的贴现因子足以维持协议；惩罚足够重、稽查概率足够高也可以。成员数、项目的稀疏程度和大小都会移动界限（docs/levers/agreement.md）。只有部分成员的协议有利于局外者：见 docs/cases/border_war_truce.md 中两县之间的休战。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Districts are equal, and projects too; a single very large project breaks pacts that small ones do not. Each member
# believes that the others keep. Nobody forgives, nobody renegotiates. All numbers are those of a textbook.
#
# 各区相同，项目也相同；一个特别大的项目会打破小项目打不破的协议。每个成员都相信别人守约。没有原谅，也没有重新谈判。所有数字都是教科书式的。

# %%
answers = {"breaks": "yes" if breaches > 0 else "no", "patience": "yes" if still > 0 else "no", "worth": worth}
print(answers)
