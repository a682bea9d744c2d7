"""The JSON edge of this room: parse, one action or query, answer."""
