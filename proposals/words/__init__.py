"""Sentences of this room's codes, joined from a module for each noun."""
