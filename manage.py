#!/usr/bin/env python
"""Baro's commands; without ``DATABASE_URL`` they use the embedded database, starting it when none runs."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
