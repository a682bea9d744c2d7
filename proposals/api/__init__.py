"""The JSON edge: parse, one action or query, answer."""
