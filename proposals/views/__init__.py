"""The portal's pages: parse a form, one action or query, answer."""
