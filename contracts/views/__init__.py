"""The portal's pages of this room: parse, one action or query, answer."""
