#!/usr/bin/env python
"""Baro's commands; without ``DATABASE_URL`` they use the embedded database, starting it when none runs."""

import sys

from config.command import main

if __name__ == "__main__":
    main(sys.argv)
