"""This room over the API."""
