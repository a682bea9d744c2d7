"""``python -m config.launcher``: everything Baro is made of, started together, supervised, stopped together."""
