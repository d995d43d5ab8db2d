"""What a city gains from the concession that it posts, and the concession that gains it most."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice_probability import choice_probability, expected_best
from sim.rules.line_search import highest

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Ints = NDArray[np.int64]

FEWEST, MOST = 33, 513
"""Points of the global search, as long as that many suffice."""
FINE = {"gumbel": 2.0, "normal": 2.0, "uniform": 8.0, "border": 16.0}
"""Points for each match scale: more where chances have corners."""
LARGEST_CHUNK = 400_000
"""Scores (rows times cities) that are looked at together."""


@dataclass(frozen=True)
class Game:
    """Cities that each post one concession for a reference project; N games side by side, money in million CNY.

    Attributes:
        site_value: (N, C) before the match, -inf where the project cannot go.
        outside: (N,) outside option before its draw, -inf where the firm cannot leave.
        scale: (N,) money scale of the match, > 0.
        shared: (N, C) the part of the value of hosting that a contract may share.
        own: (N, C) the part that stays with the host, what its officials gain included.
        low: (N, C) lowest concession that may be posted.
        high: (N, C) highest concession that is searched.
        benefit_share: (C, C) K[d, c].
        cost_share: (C, C) C[d, c].
        rival_weight: (C,) κ.
        peers: (C, C) whether d is a peer of c.
        coalition: (C,) labels of those that maximise together.
        cost_of_public_funds: λ.
        law: Law of the match.
        home_share: (C,) shares of the home cities, under `border`.
        acts_for: (C, C) whether d's payoff counts when c's site bids, beyond its coalition; None for nobody's.
    """

    site_value: Floats
    outside: Floats
    scale: Floats
    shared: Floats
    own: Floats
    low: Floats
    high: Floats
    benefit_share: Floats
    cost_share: Floats
    rival_weight: Floats
    peers: Flags
    coalition: Ints
    cost_of_public_funds: float
    law: str
    home_share: Floats | None = None
    acts_for: Flags | None = None

    @property
    def weights(self) -> Floats:
        """(C, C) how much city j's payoff counts in the objective of city c.

        Its own counts 1, each peer outside its coalition -κ_c over their number; members add up.
        """
        together = self.coalition[:, None] == self.coalition
        counts = together if self.acts_for is None else together | self.acts_for
        rivals = (self.peers & ~together).astype(float)
        count = np.maximum(rivals.sum(axis=0), 1.0)
        alone = np.eye(self.coalition.size) - self.rival_weight * rivals / count
        return alone @ counts

    def rows(self, index: Ints) -> "Game":
        """These games, repeated or reordered."""
        names = ("site_value", "outside", "scale", "shared", "own", "low", "high")
        return replace(self, **{name: getattr(self, name)[index] for name in names})


def probabilities(game: Game, posted: Floats) -> Floats:
    """P_c, (N, C), at posted concessions (N, C).

    Definition, by the law of the match in `choice_probability`.
    """
    return choice_probability(game.site_value + posted, game.outside, game.scale, game.law, game.home_share)


def payoffs(game: Game, posted: Floats) -> Floats:
    """Expected payoff of each city, (N, C): Σ_d P_d·(K[d,c]·shared_d - C[d,c]·(1+λ)·x_d) + P_c·own_c.

    Definition: each share of benefit and cost, times the chance that it falls due.
    """
    chance = probabilities(game, posted)
    funds = 1.0 + game.cost_of_public_funds
    gained = (chance * game.shared) @ game.benefit_share
    paid = funds * (chance * posted) @ game.cost_share
    return gained - paid + chance * game.own


def efficiency(game: Game, posted: Floats) -> Floats:
    """Expected surplus over the outside option at posted concessions over the largest possible, (N,).

    Surplus: E max(π + x + match) + Σ_d P_d·(public value_d - (1+λ)·x_d) - u0, officials' gain counted as value; the
    largest: E max(π + public value + match) - u0. NaN where that is not above 0.

    Definition.
    """
    value = game.shared + game.own
    funds = 1.0 + game.cost_of_public_funds
    firm = expected_best(game.site_value + posted, game.outside, game.scale, game.law, game.home_share)
    public = (probabilities(game, posted) * (value - funds * posted)).sum(axis=1)
    most = expected_best(game.site_value + value, game.outside, game.scale, game.law, game.home_share)
    alone = np.where(np.isfinite(game.outside), game.outside, 0.0)
    possible = most - alone
    return np.where(possible > 0, (firm + public - alone) / np.where(possible > 0, possible, 1.0), np.nan)


def objective_of(game: Game, posted: Floats, cities: Ints) -> Callable[[Floats], Floats]:
    """What some cities maximise, each as a function of its own concession, what all others post given.

    Σ_j weights[j,c]·payoff_j = Σ_d P_d·(benefit_d - cost_d·x_d).

    Definition: the payoffs of `payoffs`, weighted and collected by host.

    Returns:
        A function of candidates (N, cities, G) that gives values of that shape.
    """
    weight = game.weights[:, cities]
    cost = (1.0 + game.cost_of_public_funds) * (game.cost_share @ weight)
    benefit = game.shared[:, :, None] * (game.benefit_share @ weight) + game.own[:, :, None] * weight
    stake = _Stake(
        value=np.swapaxes(benefit - cost * posted[:, :, None], 1, 2),
        benefit=benefit[:, cities, np.arange(cities.size)][:, :, None],
        cost=cost[cities, np.arange(cities.size)][:, None],
    )
    if game.law == "gumbel":
        return _logit(game, posted, cities, stake)
    parts = [_other(game, posted, number, int(city), stake) for number, city in enumerate(cities)]
    return lambda tried: np.stack([part(tried[:, number]) for number, part in enumerate(parts)], axis=1)


@dataclass(frozen=True, slots=True)
class _Stake:
    """What is at stake for F cities: (N, F, C) value of each host as it stands, and of the own site before x."""

    value: Floats
    benefit: Floats
    cost: Floats


def _logit(game: Game, posted: Floats, cities: Ints, stake: _Stake) -> Callable[[Floats], Floats]:
    """P = 1 / (1 + exp(rest - own)); how the others share what is left does not depend on the own offer."""
    count = game.site_value.shape[1]
    scale = game.scale[:, None, None]
    score = np.concatenate([game.site_value + posted, game.outside[:, None]], axis=1)[:, None, :] / scale
    others = np.where(np.arange(count + 1) == cities[:, None], -np.inf, score)
    top = others.max(axis=2, keepdims=True)
    some = top > -np.inf
    weight = np.exp(others - np.where(some, top, 0.0))
    total = np.where(some, weight.sum(axis=2, keepdims=True), 1.0)
    rest = np.where(some, top + np.log(total), -np.inf)
    elsewhere = (weight[:, :, :-1] * stake.value).sum(axis=2, keepdims=True) / total
    possible = (game.site_value[:, cities] > -np.inf)[:, :, None]
    ahead_at_zero = np.where(possible, game.site_value[:, cities, None] / scale, 0.0) - rest

    def gain(tried: Floats) -> Floats:
        ahead = np.clip(ahead_at_zero + tried / scale, -700.0, 700.0)
        chance = np.where(possible, 1.0 / (1.0 + np.exp(-ahead)), 0.0)
        gained: Floats = chance * (stake.benefit - stake.cost * tried) + (1.0 - chance) * elsewhere
        return gained

    return gain


def _other(game: Game, posted: Floats, number: int, city: int, stake: _Stake) -> Callable[[Floats], Floats]:
    cities = posted.shape[1]
    value, benefit, cost = stake.value[:, number], stake.benefit[:, number], stake.cost[number]

    def gain(tried: Floats) -> Floats:
        points = tried.shape[1]
        gained = np.empty_like(tried)
        step = max(1, LARGEST_CHUNK // (points * cities * (cities if game.law == "uniform" else 1)))
        for start in range(0, tried.shape[0], step):
            rows = slice(start, start + step)
            offers = np.repeat(posted[rows], points, axis=0)
            offers[:, city] = tried[rows].ravel()
            part = game.rows(np.repeat(np.arange(tried.shape[0])[rows], points))
            chance = probabilities(part, offers).reshape(-1, points, cities)
            worth = np.repeat(value[rows, None], points, axis=1)
            worth[:, :, city] = benefit[rows] - cost * tried[rows]
            gained[rows] = (chance * worth).sum(axis=2)
        return gained

    return gain


def search_points(game: Game) -> int:
    """Points of the global search for these games.

    Algorithm: the finer the smaller the match scale is against the range.
    """
    width = float(((game.high - game.low) / game.scale[:, None]).max(initial=0.0))
    return int(np.clip(np.ceil(FINE[game.law] * width) + 1, FEWEST, MOST))


def best_replies(game: Game, posted: Floats, free: Flags) -> Floats:
    """Each free city's best concession against what all others post, (N, C); the others keep theirs.

    The highest point over [low, high], found by a grid over the whole range and then polished, so that a reply
    that jumps between two local maxima is found. Equal gains: the lowest concession. A city that no concession worth
    posting brings anything posts what hosting is worth to it (the usual selection: losing rivals stand at their value).

    Algorithm; what a city posts that no concession brings anything is an assumption.

    Args:
        game: The games.
        posted: (N, C) what is posted now.
        free: (C,) who replies.
    """
    reply, cities = posted.copy(), np.flatnonzero(free)
    if not cities.size:
        return reply
    objective = objective_of(game, posted, cities)
    shape = (posted.shape[0], cities.size)

    def gain(tried: Floats) -> Floats:
        return objective(tried.reshape(*shape, -1)).reshape(tried.shape)

    low, high = game.low[:, cities].ravel(), game.high[:, cities].ravel()
    step = np.repeat(1e-4 * game.scale, cities.size)
    worth = np.clip(_worth_of_hosting(game, cities).ravel(), low, high)
    points = search_points(game)
    found = highest(gain, low, high, points, step, worth - 0.5 * (high - low) / max(points - 1, 1))
    top, at_worth = gain(np.stack([found, worth], axis=1)).T
    idle = at_worth >= top - 1e-12 * np.maximum(1.0, np.abs(top))
    reply[:, cities] = np.where(idle, worth, found).reshape(shape)
    return reply


def _worth_of_hosting(game: Game, cities: Ints) -> Floats:
    """The concession at which hosting brings each city nothing more, (N, cities); 0 where it bears no cost itself."""
    weight = game.weights[:, cities]
    number = np.arange(cities.size)
    benefit = game.shared[:, cities] * (game.benefit_share @ weight)[cities, number]
    benefit = benefit + game.own[:, cities] * weight[cities, number]
    cost = ((1.0 + game.cost_of_public_funds) * (game.cost_share @ weight))[cities, number]
    return np.where(cost > 0, benefit / np.where(cost > 0, cost, 1.0), 0.0)
