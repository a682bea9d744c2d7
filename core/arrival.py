"""The name by which the web server's part and Django's speak of a request's arrival."""

CAME_IN = "baro.came_in"
"""When the request reached our server, in seconds since 1970, if it knows. No header of a sender gets such a name."""
