# %% [markdown]
# # Duplication and clusters / 重复建设与产业集群
#
# Neighbours are blamed for promoting the same industries. Rongchang and Longchang may promote one industry each:
# electronics, worth 10, or ceramics, worth 4. If both take the same, they share it. Under the second regime a map
# sends them apart. Is what is called duplication always a waste? It depends on what two plants side by side do for
# each other.
#
# 邻近城市常因扶持同样的产业而受指责。荣昌与隆昌各可扶持一个产业：电子信息价值10，陶瓷价值4；选同一产业则平分。第二种情景由产业地图把两地分开。所谓重复建设总是浪费吗？这取决于相邻的企业能为彼此带来什么。

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

scenario = sim.load("lessons/duplication_clusters")
comparison = compare(scenario, 12, with_sweeps=False, with_planner=False)

# %% [markdown]
# ## What to look at / 看什么
#
# Two answers to one question: what the pillars are worth by themselves, and what the deals of the run are worth to
# everyone. They need not agree.
#
# 同一个问题有两个答案：主导产业本身的价值，以及模拟中各项目对所有人的价值。二者未必一致。

# %%
names = ("duplication", "similarity", "pillar_efficiency", "productivity", "concession")
for regime in comparison.regimes:
    print(regime, {name: round(comparison.level(name, regime).mean, 3) for name in names})
for table in welfare(comparison, w):
    print(text(table, 110))

# %%
figure = dict(of_comparison(comparison, LANGUAGE))["gains"]()
figure

# %% [markdown]
# ## Question 1 / 问题1
#
# Left to themselves, do both promote the same industry?
#
# 各自选择时，两地会扶持同一个产业吗？

# %%
shared = comparison.level("duplication", "competition").mean
print("industries that both promote:", shared)

# %% [markdown]
# ## Question 2 / 问题2
#
# Two plants of one industry do nothing for each other. Are the pillars of the two worth more, less or the same with
# the map?
#
# 假设同一产业的企业相邻并无好处。有产业地图时，两地主导产业的总价值更高、更低还是不变？

# %%
value = comparison.difference("pillar_efficiency", "map").difference.mean
everyone = comparison.difference("welfare_total", "map").difference
print(f"pillars {100 * value:+.1f} points; in the deals everyone {interval_text(everyone)} million CNY")

# %% [markdown]
# ## Question 3 / 问题3
#
# Now a second city adds half to the value of an industry. Are the pillars worth more, less or the same with the map?
#
# 现在，第二个城市加入可使产业价值增加一半。有产业地图时，主导产业的总价值更高、更低还是不变？

# %%
# A second city adds half to the value of an industry.
cluster = compare(with_numbers(scenario, {"pillars.cluster_bonus": 0.5}), 12, with_sweeps=False, with_planner=False)
with_bonus = cluster.difference("pillar_efficiency", "map").difference.mean
print(f"pillars {100 * with_bonus:+.1f} points")

# %% [markdown]
# ## When the opposite comes out / 何时结论相反
#
# Above a cluster bonus of .4 the same map loses (question 3); where the smaller industry is worth more than half of
# the larger one the two part by themselves. In the deals of this run everyone together loses from the map even
# without a bonus, because a city that may not bid loses firms that are worth more there; the districts gain, for they
# bid less.
#
# 集群加成高于0.4时，同一张地图会带来损失（第三题）；小产业价值超过大产业的一半时，两地会自行错开。就本次模拟的项目而言，即使没有加成，地图也使所有人合计受损，因为不能报价的城市失去了在当地价值更大的企业；各区则因少付优惠而得益。

# %% [markdown]
# ## What the model leaves out / 模型没有考虑的
#
# Values of industries are given and known. Which plant a firm builds, and whether suppliers follow, is not part of
# the choice of pillars. That a map may be wrong about who is good at what is the subject of
# docs/levers/industrial_map.md.
#
# 产业价值是给定且已知的。企业建什么厂、配套企业是否跟来，不在主导产业的选择之内。地图可能看错谁擅长什么，见 docs/levers/industrial_map.md。

# %%
answers = {
    "same_pillar": "yes" if shared > 0 else "no",
    "map_without_bonus": "higher" if value > 0 else "lower" if value < 0 else "same",
    "map_with_bonus": "higher" if with_bonus > 0 else "lower" if with_bonus < 0 else "same",
}
print(answers)
