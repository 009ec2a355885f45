"""Set-up that every test shares."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Deadlines would be timing assertions on a shared machine.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

pytest_plugins = ["tests.studio_fixtures"]
