"""The settings of the tests: the ordinary ones in test mode, with data kept apart from a trial's."""

import os

from config.env import ROOT

for _name in (
    "DATABASE_URL",
    "MIGRATION_DATABASE_URL",
    "CELERY_BROKER_URL",
    "BARO_CACHE_URL",
    "BARO_MAIL_URL",
):
    os.environ.pop(_name, None)  # a test never touches a real server, whatever the shell names
os.environ["BARO_MODE"] = "test"
os.environ["BARO_PROCESS"] = "command"
os.environ["BARO_VAR"] = str(ROOT / "var" / "test")

from config.settings import *  # noqa: E402, F403  the environment must stand before the settings read it

STATIC_ROOT = VAR_DIR / "static"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # nothing is collected for tests, and WhiteNoise warns of no folder

# Read once a test (conftest forgets it): else whether a page asks for it depends on how fast the machine is.
BARO_CLOCK_KEPT_SECONDS = 3600
