"""Joins what several rooms know; each page's function fetches all that the page touches."""
