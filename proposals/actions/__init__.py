"""Do it: one function a move. Each locks, asks for permission and rules, moves and records, in one transaction."""
