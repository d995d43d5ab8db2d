"""Malformed scenarios: names, and what must agree; « stands where it must be reported."""

from tests.scenario.corpus import BASE, PROJECTS, edit, prior, sweep

# Names.
edit("unknown city", "unknown_city", "cap: 0.08", "cap: 0.08\n        cities: [«longchan]",
     path="levers[0].cities[0]", meant="longchang", allowed="rongchang")  # fmt: skip
edit("city by its Chinese name", "unknown_city", "period: 1", "candidates: [«隆昌]", path="candidates[0]",
     meant="longchang")  # fmt: skip
edit("city by its English name", "unknown_city", "period: 1", "origin: «Rongchang", path="origin",
     meant="rongchang")  # fmt: skip
edit("unknown city in a table of a lever", "unknown_city", "cap: 0.08", "by_city: { «longchag: 0.1 }",
     path="by_city.longchag", meant="longchang")  # fmt: skip
edit("unknown industry", "unknown_industry", "industry: chips", "industry: «chip", path="industry", meant="chips")
edit("unknown industry of a fit", "unknown_industry", "fit: { chips: 0.1 }", "fit: { «chipz: 0.1 }",
     path="rongchang.fit.chipz", meant="chips", allowed="autos")  # fmt: skip
edit("unknown industry of a stock", "unknown_industry", "list_price: 26", "stock: { «energy: 1 }", path="stock.energy")
edit("unknown industry in a map", "unknown_industry", "lever: subsidy_cap\n        cap: 0.08",
     "lever: industrial_map\n        table: { longchang: [autos, «auto] }", path="table.longchang[1]",
     meant="autos")  # fmt: skip
edit("unknown industry of a chain", "unknown_industry", "cities:\n  d", "chain: { chips: { «car: 0.1 } }\ncities:\n  d",
     path="chain.chips.car")  # fmt: skip
edit(
    "unknown home", "unknown_city", "contest:", "  match: { law: border, home: «nowhere }\ncontest:", path="match.home"
)

# What must agree.
edit("no such day", "no_such_day", "cap: 0.08", "cap: 0.08\n        end: «2024-02-30", path="levers[0].end")
edit("ends before it starts", "ends_before_start", "cap: 0.08",
     "cap: 0.08\n        start: 2025-01-01\n        end: «2024-01-01", path="levers[0].end")  # fmt: skip
edit("starts after the run", "never_in_force", "cap: 0.08", "cap: 0.08\n        start: «2030-01-01", path="start")
edit("ends before the run", "never_in_force", "cap: 0.08", "cap: 0.08\n        end: «2022-01-01", path="end")
edit("between two periods", "never_in_force", "cap: 0.08",
     "cap: 0.08\n        start: «2024-02-01\n        end: 2024-11-01", path="start", allowed="begins")  # fmt: skip
edit("arrives after the run", "arrives_too_late", "period: 1", "period: «4", path="watched[0].period", allowed="3")
edit("no industries", "no_industries", BASE[BASE.index("industries:") : BASE.index("cities:")], "", line=21, column=3,
     path="industries")  # fmt: skip
edit(
    "price below floor",
    "price_below_floor",
    "list_price: 26",
    "list_price: «26\n      land_floor: 30",
    path="list_price",
)
edit("floor above default price", "price_below_floor", "list_price: 26", "land_floor: «30", path="land_floor")
edit("no land grade", "no_land_grade", "lever: subsidy_cap\n        cap: 0.08",
     "lever: land_price_floor\n        basis: «land_grade", path="basis", allowed="list_price")  # fmt: skip
edit("same regime twice", "key_given_twice", "key: cap", "key: «competition", path="regimes[1].key")
edit("shares above one", "inconsistent", "list_price: 26", "«retained_share: 0.7", path="longchang.retained_share")
edit("pool below arrivals", "inconsistent", "pool_per_year: 20", "«pool_per_year: 2", path="pipeline.pool_per_year")
edit("stylised and pipeline", "inconsistent", "  pipeline:", "  «stylised: { generator: {} }\n  pipeline:",
     path="projects.stylised")  # fmt: skip
edit("no projects", "inconsistent", PROJECTS, "«projects: {}\n",
     path="projects")  # fmt: skip
edit("cap twice", "inconsistent", "cap: 0.08", "«cap: 0.08\n        by_city: { longchang: 0.1 }", path="levers[0].cap")
edit("ramp above one", "inconsistent", "firm_rate: 0.1", "«build_up: [0.5, 2]", path="economy.build_up")
edit("chain above one", "inconsistent", "cities:\n  d", "chain: { «chips: { chips: 0.6, autos: 0.6 } }\ncities:\n  d",
     path="chain.chips")  # fmt: skip
edit("unknown industry of a pillar", "unknown_industry", "cities:\n  d",
     "pillars: { value: { chips: 1, «chops: 1 } }\ncities:\n  d", path="value.chops", meant="chips")  # fmt: skip
edit("bonus twice", "inconsistent", "cities:\n  d",
     "pillars: { cluster_bonus: 0.1, «bonus_table: [1, 1.2] }\ncities:\n  d", path="pillars.bonus_table")  # fmt: skip
edit("bonus of one city", "inconsistent", "cities:\n  d",
     "pillars: { «bonus_table: [1.2, 1.4] }\ncities:\n  d", path="pillars.bonus_table")  # fmt: skip
edit("no industry to draw from", "inconsistent", "title: { en: Chips, zh: 芯片 }\n  autos:",
     "title: { en: Chips, zh: 芯片 }\n    weight: 0\n  autos:\n    weight: 0", line=7, column=1,
     path="industries")  # fmt: skip
edit("city named twice", "named_twice", "cap: 0.08", "cap: 0.08\n        cities: [longchang, «longchang]",
     path="levers[0].cities[1]")  # fmt: skip
edit("member named twice in an agreement", "named_twice", "- lever: subsidy_cap\n        cap: 0.08",
     "- lever: agreement\n        levers: [{ lever: joint_negotiation, members: [longchang, «longchang] }]",
     path="levers[0].levers[0].members[1]")  # fmt: skip
edit("nobody to share with", "inconsistent", "lever: subsidy_cap\n        cap: 0.08",
     "lever: revenue_sharing\n        share: 0.5\n        contract: relocation\n        «members: [longchang]",
     path="levers[0].members")  # fmt: skip
edit("cap for no city", "inconsistent", "cap: 0.08", "«by_city: {}", path="levers[0].by_city")
edit("like a regime that is not there", "unknown_regime", "- key: cap", "- like: «competicion\n    key: cap",
     path="regimes[1].like", meant="competition")  # fmt: skip
edit("like itself", "inconsistent", "- key: cap", "- «like: cap\n    key: cap", path="regimes[1].like")
edit("without a lever that the other has not", "inconsistent", "- key: cap",
     "- «like: competition\n    without: [subsidy_ban]\n    key: cap", path="regimes[1]")  # fmt: skip
edit("all of a block set, and one more", "unknown_key", "cities:\n  d",
     "debt: { rate: 0, bailout_share: 0, «limit: 1 }\ncities:\n  d", path="debt.limit")  # fmt: skip
edit("posted without a match", "posted_without_match", "format: open", "format: «posted", path="contest.format")
edit("posted with sites that are alike", "posted_with_alike_sites", "contest: { format: open }",
     "  match: { law: normal, scale: 0.06, correlation_km: 50 }\ncontest: { format: «posted }",
     path="contest.format")  # fmt: skip
edit("sites alike without a draw", "inconsistent", "contest: {", "  match: { «correlation_km: 50 }\ncontest: {",
     path="projects.match.correlation_km")  # fmt: skip
edit("posted with all of the match cut away", "posted_without_match",
     "contest: { format: open }\nregimes:\n  - key: competition\n    title: { en: Competition, zh: 竞争 }\n",
     "  match: { law: gumbel, scale: 0.1 }\ncontest: { format: posted }\nregimes:\n"
     "  - key: competition\n    title: { en: Competition, zh: 竞争 }\n"
     "    levers: [{ lever: market_integration, programme_cost: 1, match_cut: «1 }]\n",
     path="levers[0].match_cut")  # fmt: skip
edit("leader without its turn", "inconsistent", "format: open", "«leader: longchang", path="contest.leader")
edit("instruments left out", "inconsistent", "format: open", "«instrument_order: [land, cash]", path="instrument_order")
edit("cities without values", "cities_left_out", PROJECTS,
     "projects:\n  stylised:\n    «site_value: { longchang: 3 }\n    public_value: { rongchang: 1, longchang: 4 }\n",
     path="projects.stylised.site_value")  # fmt: skip
edit("conflicting levers", "levers_conflict", "cap: 0.08",
     "cap: 0.08\n      - «lever: subsidy_cap\n        by_city: { longchang: 0.1 }",
     path="regimes[1].levers[1]")  # fmt: skip

sweep("sweep over nothing", "no_such_path", "«economy.firm_rat", path="sweeps[0].path", meant="firm_rate")
sweep("sweep over a block", "not_a_number_there", "«economy", path="sweeps[0].path")
sweep("sweep over an unknown city", "no_such_path", "«cities.longchan.wage", path="path", meant="longchang")
sweep(
    "sweep over an unknown regime", "no_list_entry", "«'regimes.cup.levers[0].cap'", path="path", allowed="competition"
)
sweep("sweep over an unset block", "no_such_path", "«projects.stylised.tax", path="sweeps[0].path")
sweep("sweep out of bounds", "sweep_value", "economy.firm_rate", "0.1, «0.9", path="values[1]", allowed="0.5")
sweep("sweep of a count by halves", "sweep_value", "time.periods", "2, «2.5", path="values[1]")
sweep("sweep that shares exceed", "sweep_value", "cities.longchang.retained_share", "0.4, «0.6", path="values[1]")
sweep("sweep below the floor", "sweep_value", "cities.set.longchang.land_floor", "20, «30", path="values[1]")
sweep("sweep that ends too early", "sweep_value", "time.periods", "2, «1", path="values[1]")
sweep("sweep relative to nothing set", "nothing_set", "economy.firm_rate",
      more=", relative_to: «cities.longchang.land_stock", path="sweeps[0].relative_to")  # fmt: skip
sweep("sweep relative out of bounds", "sweep_value", "economy.firm_rate", "0, «0.45",
      more=", relative_to: economy.social_rate", path="values[1]")  # fmt: skip
sweep("bad path", "not_a_path", "«economy..firm_rate", path="sweeps[0].path", allowed="dots")
sweep("sweep of an unknown regime", "unknown_regime", "economy.firm_rate", more=", regimes: [«cup]",
      path="sweeps[0].regimes[0]", meant="cap", allowed="competition")  # fmt: skip
sweep("sweep of no regime", "list_too_short", "economy.firm_rate", more=", regimes: «[]", path="sweeps[0].regimes")
sweep(
    "sweep longer than the run",
    "sweep_too_long",
    "economy.firm_rate",
    more=", periods: «5",
    path="periods",
    allowed="4",
)
sweep("sweep of all cities out of bounds", "sweep_value", "cities.*.wage", "60000, «5", path="values[1]")
sweep("sweep relative to cities that differ", "numbers_differ", "economy.firm_rate",
      more=", relative_to: «cities.*.list_price", path="sweeps[0].relative_to")  # fmt: skip

prior("prior over nothing", "no_such_path", "«economy.firm_rat", path="prior.ranges.p.paths[0]", meant="firm_rate")
prior("prior over an unknown city", "no_such_path", "«cities.longchan.political_weight", path="paths[0]",
      meant="longchang")  # fmt: skip
prior("prior over an unknown industry", "no_such_path", "«industries.chip.marshall_elasticity", path="paths[0]",
      meant="chips")  # fmt: skip
prior("prior over no field of industries", "no_such_path", "«industries.*.marshall_elasticty", path="paths[0]",
      meant="marshall_elasticity")  # fmt: skip
prior("prior over a lever of no regime", "no_list_entry", "«'regimes.cup.levers[0].cap'", path="paths[0]",
      allowed="competition")  # fmt: skip
prior("prior below the bounds", "prior_end", "economy.cost_of_public_funds", "«-0.1", path="ranges.p.low", allowed="0")
prior("prior above the bounds", "prior_end", "economy.firm_rate", high="«0.9", path="ranges.p.high", allowed="0.5")
prior("prior of all cities out of bounds", "prior_end", "cities.*.political_weight", high="«0.7", path="ranges.p.high",
      allowed="0.5")  # fmt: skip
prior("prior that shares exceed", "prior_end", "cities.longchang.retained_share", high="«0.6", path="ranges.p.high")
prior("prior of a count by parts", "prior_not_whole", "«[cities.*.leader_horizon]", "5", "10", path="ranges.p.paths")
edit("prior the wrong way round", "inconsistent", "seed: 1",
     "prior: { ranges: { p: { title: { en: P, zh: 先验 }, unit: share, paths: [economy.firm_rate],"
     " «low: 0.2, high: 0.1 } } }\nseed: 1", path="prior.ranges.p.low")  # fmt: skip
prior("prior of whole numbers between parts", "inconsistent", "economy.firm_horizon", "5.5", "10, «whole: true",
      path="prior.ranges.p.whole")  # fmt: skip
prior("prior of an unknown regime", "unknown_regime", "economy.firm_rate", more=", regimes: [«cup]",
      path="prior.regimes[0]", meant="cap", allowed="competition")  # fmt: skip
edit("prior of nothing", "inconsistent", "seed: 1", "prior: { «ranges: { p: null } }\nseed: 1", path="prior.ranges")
prior("prior that switches off what it has not", "inconsistent", "economy.firm_rate", more=", «switched_off: [q]",
      path="prior.switched_off")  # fmt: skip
