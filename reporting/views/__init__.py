"""Pages that join rooms: parse, one query, answer."""
