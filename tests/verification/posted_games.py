"""Expected values of posted concessions by routes of their own: first-order conditions, root finders, enumeration."""

import numpy as np
from scipy.optimize import brentq, fsolve, minimize

from sim.scenario import load
from sim.simulate import Run, simulate


def posted(name: str, regime: str | None = None, *overrides: str) -> tuple[np.ndarray, Run]:
    """Concessions that come out of a theory file, and the run."""
    run = simulate(load(f"theory/{name}", overrides=overrides), regime, with_planner=False)
    (one,) = run.posted
    assert one.solved.converged.all()
    assert (one.solved.fixed_points == 1).all()
    assert not one.solved.cycle.any()
    return one.solved.concession[0], run


def logit(score, scale, outside=None):
    """Shares of the cities by the logit formula."""
    weight = np.exp(np.asarray(score) / scale)
    return weight / (weight.sum() + (0.0 if outside is None else np.exp(outside / scale)))


def nash(site, value, scale, *, funds=1.0, outside=None, cap=np.inf):
    """First-order conditions x_i = v_i / (1 + λ) - μ / (1 - P_i), cut to [0, cap], by damped substitution."""
    site, value = np.asarray(site, float), np.asarray(value, float)
    x = np.zeros(site.size)
    for _ in range(2_000):
        wanted = value / funds - scale / (1.0 - logit(site + x, scale, outside))
        x = 0.8 * x + 0.2 * np.clip(wanted, 0.0, cap)
    return x


def joint_optimum(value, scale, count, outside):
    """X = v - μ / P_0, the best common concession of all cities together."""
    return brentq(lambda x: x - value + scale / (1.0 - logit(np.full(count, x), scale, outside).sum()), -50.0, value)


def joint_of(site, value, scale, outside):
    """The best concessions of all cities together, none below 0, by a general optimiser."""

    def loss(x):
        return -((np.asarray(value) - x) * logit(np.asarray(site) + x, scale, outside)).sum()

    return minimize(loss, np.ones(len(value)), bounds=[(0.0, None)] * len(value), method="L-BFGS-B",
                    options={"ftol": 1e-15, "gtol": 1e-10}).x  # fmt: skip


def members_and_outsiders(members, count, value, scale):
    """A member's margin is μ / (1 - m·P), an outsider's μ / (1 - P); concessions and payoffs of one of each."""

    def shares(x):
        return logit(np.r_[np.full(members, x[0]), np.full(count - members, x[1])], scale)

    def gap(x):
        share = shares(x)
        return x[0] - value + scale / (1 - members * share[0]), x[1] - value + scale / (1 - share[-1])

    x = fsolve(gap, [value - scale, value - scale], xtol=1e-13)
    return x, (value - x) * shares(x)[[0, -1]]


def logit_welfare(site, value, x, scale):
    """Σ P (π + v) - μ Σ P ln P, up to a constant, at λ = 0."""
    share = logit(np.asarray(site) + x, scale)
    return float((share * (np.asarray(site) + np.asarray(value))).sum() - scale * (share * np.log(share)).sum())
