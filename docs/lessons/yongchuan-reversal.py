# %% [markdown]
# # The reversal at Yongchuan / 永川的反超
#
# A maker of vehicles looks for a site. Longquanyi in Chengdu has by far the largest cluster and leads; Yongchuan in
# Chongqing comes from behind and wins. Offers are open and raised in turn. Luck is left out, so that the one ending
# can be followed round by round: what brings the reversal about?
#
# 一家整车企业选址。成都龙泉驿的产业集群最大，一开始领先；重庆永川后来居上，最终胜出。报价公开，轮番加码。这里不计运气，因此可以逐轮跟踪这唯一的结局：反超从何而来？

# %% [markdown]
# Set `LANGUAGE` to "zh" for Chinese tables and figures.
#
# 把 `LANGUAGE` 改为 "zh"，表格和图即为中文。

# %%
import sim
from experiments.drawings import of_explanation
from experiments.explain_report import bidders, duel, rounds
from experiments.grid import text
from experiments.words import words
from sim.scenario import with_numbers

LANGUAGE = "en"
w = words(LANGUAGE)

scenario = sim.load("lessons/yongchuan_reversal")
deal = sim.explain(scenario, "vehicle_plant", regime="competition")

# %% [markdown]
# ## What to look at / 看什么
#
# One deal, step by step: who took part and what each needed to win; the rounds in which the lead changed hands or a
# district dropped out; winner and runner-up part by part. Look at who leads in the opening round, and at the limit at
# which each drops out.
#
# 逐步看一个项目：谁参与、各需出价多少才能胜出；领先易手或有人退出的各轮；赢家与第二名的逐项比较。请看开局谁领先，以及各地退出时的上限。

# %%
for table in (bidders(deal, scenario, w), rounds(deal, scenario, w), duel(deal, scenario, w)):
    print(text(table, 110), end="\n\n")

# %%
figure = dict(of_explanation(deal, scenario, LANGUAGE))["ladder"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# If nobody offered anything, where would the plant go?
#
# 如果没有任何地方给予优惠，项目会落在哪里？

# %%
# The best site is the one that is worth most to the firm before anybody has offered anything.
at_zero = max(deal.bidders, key=lambda bidder: bidder.site_value)
ban = sim.explain(scenario, "vehicle_plant", regime="ban")
print(at_zero.city, round(at_zero.site_value), "- under the ban:", ban.host)

# %% [markdown]
# ## Question 2 / 问题2
#
# Who gets the plant when all may bid?
#
# 各地都可以竞价时，项目落在哪里？

# %%
print(deal.host, "pays", round(deal.concession), "million CNY;", deal.runner_up, "drops out last")

# %% [markdown]
# ## Question 3 / 问题3
#
# Longquanyi keeps 39 % of all tax, Yongchuan 51 %. Would Yongchuan still win if Longquanyi kept 45 %?
#
# 龙泉驿留存全部税收的百分之三十九，永川留存百分之五十一。如果龙泉驿留存百分之四十五，永川还会胜出吗？

# %%
# Longquanyi keeps 45 % of all tax in place of 39 %.
other = with_numbers(scenario, {"cities.chengdu_longquanyi.retained_share": 0.45})
again = sim.explain(other, "vehicle_plant", regime="competition")
print(again.host, "pays", round(again.concession), "million CNY")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# The margins are small. Longquanyi keeps its lead with equal shares of tax, with leaders who look five years ahead,
# with a plant that pays less than about 170 million CNY of tax a year; Jiangjin wins if it lacks skilled workers less
# than assumed. The table is in docs/cases/yongchuan_contest.md.
#
# 差距很小。税收留存比例相等、领导只考虑五年、或项目年税收低于约一亿七千万元时，龙泉驿保持领先；江津的技能人才短缺若低于假设，则江津胜出。详见 docs/cases/yongchuan_contest.md。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Luck, which in the full case makes Yongchuan one of four endings (28 % of 200 replications, Jiangjin 29 %,
# Longquanyi 23 %, Nanchong 20 %); more than twenty further places; what was really negotiated.
#
# 运气：完整案例中永川只是四种结局之一（两百次重复中永川占28%，江津29%，龙泉驿23%，南充20%）；另外二十多个参与争夺的地区；以及实际的谈判内容。

# %%
answers = {"best_site": at_zero.city, "winner": deal.host, "equal_shares": "yes" if again.host == "yongchuan" else "no"}
print(answers)
