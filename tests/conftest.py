"""What every test may use."""

from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.city"]

# A busy machine is no failure: nothing here is judged by the clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
