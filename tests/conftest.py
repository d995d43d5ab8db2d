"""Settings of all tests: random examples are the same on every machine and in every run.

`--hypothesis-profile=first_failure` stops at the first example that fails, as it is, for those who only ask whether.
"""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "fixed",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "first_failure",
    settings.get_profile("fixed"),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile("fixed")
