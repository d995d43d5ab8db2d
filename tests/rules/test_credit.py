"""The credit market against a walk through it, borrower by borrower."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.credit import ANSWERS, Lending, loans


def walk(x, good, known, barred, premium, needed, terms):
    """One borrower at one site in words: who is asked what, who stays; (answer, rate asked or None)."""
    if not needed:
        return "not_needed", None
    own, outside = (terms.good, terms.good_elsewhere) if good else (terms.bad, terms.bad_elsewhere)
    extra = (1 + terms.cost_of_funds) * premium

    def offer(p):
        return (1 + terms.cost_of_funds) / p + extra

    def answer(pay, p, gain):
        return "too_dear" if pay > x else "declined" if p * (x - pay) < gain else "yes"

    if known:
        said = answer(offer(own), own, outside)
        return ("known", offer(own)) if said == "yes" else (said, None)
    if barred:
        return "out_of_area", None
    kinds = {True: (terms.good_share, terms.good, terms.good_elsewhere),
             False: (1 - terms.good_share, terms.bad, terms.bad_elsewhere)}  # fmt: skip
    inside = [True, False]
    while inside:
        weight = sum(kinds[k][0] for k in inside)
        mean = sum(kinds[k][0] * kinds[k][1] for k in inside) / weight if weight else kinds[inside[0]][1]
        said = {k: answer(offer(mean), kinds[k][1], kinds[k][2]) for k in inside}
        if good in said and said[good] != "yes":
            return said[good], None
        staying = [k for k in inside if said[k] == "yes"]
        if staying == inside:
            return "pooled", offer(mean)
        inside = staying
    raise AssertionError


SHARE = st.floats(0.0, 1.0)


@given(
    x=st.floats(0.9, 2.0), good=st.booleans(), known=st.booleans(), barred=st.booleans(), premium=st.floats(0, 0.2),
    needed=st.booleans(), funds=st.floats(0, 0.2), share=st.floats(0.05, 0.95), p=st.floats(0.5, 1.0),
    worse=st.floats(0.3, 1.0), gains=st.tuples(st.floats(0, 0.3), st.floats(0, 0.3)),
)  # fmt: skip
@settings(max_examples=400)
def test_it_is_the_walk(x, good, known, barred, premium, needed, funds, share, p, worse, gains):
    terms = Lending(funds, share, p, p * worse, *gains)
    found = loans(
        gross_return=np.array([[x]]), good=np.array([good]), known=np.array([[known]]), barred=np.array([[barred]]),
        premium=np.array([[premium]]), needed=np.array([needed]), terms=terms,
    )  # fmt: skip
    said, pay = walk(x, good, known, barred, premium, needed, terms)
    near = (
        walk(x + 1e-9, good, known, barred, premium, needed, terms),
        walk(x - 1e-9, good, known, barred, premium, needed, terms),
    )
    if {one[0] for one in near} != {said}:
        return  # on the edge, rounding decides
    assert ANSWERS[found.answer[0, 0]] == said
    assert found.financed[0, 0] == (said in ("not_needed", "known", "pooled"))
    if pay is not None:
        assert (1 + funds) * (1 + found.spread[0, 0]) == pytest.approx(pay)
    else:
        assert found.spread[0, 0] == pytest.approx(premium)


def market(**changed):
    shape = (4, 3)
    given = {
        "gross_return": np.full(shape, 1.2), "good": np.array([True, True, False, False]),
        "known": np.zeros(shape, dtype=bool), "barred": np.zeros(shape, dtype=bool), "premium": np.zeros(shape),
        "needed": np.ones(4, dtype=bool), "terms": Lending(0.05, 0.8, 0.985, 0.93),
    }  # fmt: skip
    return loans(**{**given, **changed})


def test_a_record_helps_the_good_and_hurts_the_bad():
    pooled, known = market(), market(known=np.ones((4, 3), dtype=bool))
    assert (known.spread[:2] < pooled.spread[:2]).all()
    assert (known.spread[2:] > pooled.spread[2:]).all()


def test_a_record_opens_a_barred_site():
    barred = np.zeros((4, 3), dtype=bool)
    barred[:, 1] = True
    assert (market(barred=barred).financed == ~barred).all()
    assert market(barred=barred, known=barred).financed.all()


def test_rows_do_not_touch_each_other():
    rng = np.random.default_rng(3)
    premium, known = rng.uniform(0, 0.1, (4, 3)), rng.random((4, 3)) < 0.5
    whole = market(premium=premium, known=known)
    good = np.array([True, True, False, False])
    for row in range(4):
        one = market(
            premium=premium[[row]], known=known[[row]], gross_return=np.full((1, 3), 1.2), good=good[[row]],
            barred=np.zeros((1, 3), dtype=bool), needed=np.ones(1, dtype=bool),
        )  # fmt: skip
        assert np.array_equal(one.spread[0], whole.spread[row])
        assert np.array_equal(one.answer[0], whole.answer[row])


def test_where_the_good_leave_the_bad_are_asked_for_the_risk_of_the_bad():
    """At the mean rate the good gain more elsewhere; those who stay are known for what they are (Pagano & Jappelli)."""
    terms = Lending(0.05, 0.8, 0.985, 0.93, good_elsewhere=0.2, bad_elsewhere=0.0)
    found = market(terms=terms)
    assert [ANSWERS[answer] for answer in found.answer[:, 0]] == ["declined", "declined", "pooled", "pooled"]
    assert 1.05 * (1 + found.spread[2:]) == pytest.approx(np.full((2, 3), 1.05 / 0.93))
    assert 1.05 / 0.93 < 1.2
