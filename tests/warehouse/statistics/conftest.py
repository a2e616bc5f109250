"""Properties are never judged by the clock: a busy machine is no fault of theirs."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "statistics", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("statistics")
