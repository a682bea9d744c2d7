"""The portal's pages of judgement: parse, one action or query, answer."""
