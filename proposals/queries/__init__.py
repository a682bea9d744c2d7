"""Find it: rows with all their joins, who sees which row, row locks, and the writes that actions are made of."""
