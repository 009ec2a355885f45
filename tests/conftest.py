"""Set-up that every test shares."""

from __future__ import annotations

import os
import tempfile

from hypothesis import HealthCheck, settings

# Before anything imports `datasets`: no test reads what another run, or the user, has cached, or asks the network.
_CACHE = tempfile.TemporaryDirectory(prefix="standoff-tests-")
os.environ |= {"HF_HOME": _CACHE.name, "HF_HUB_OFFLINE": "1"}

# Deadlines would be timing assertions on a shared machine.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

pytest_plugins = ["tests.studio_fixtures"]
