"""Properties are never judged by the clock: a busy machine is no fault of theirs."""

from hypothesis import settings

settings.register_profile("statistics", deadline=None)
settings.load_profile("statistics")
