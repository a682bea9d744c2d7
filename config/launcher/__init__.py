"""``python -m config.launcher``: all that Baro is made of, started together, supervised, stopped together."""
