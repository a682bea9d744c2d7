"""Who may? Pure predicates over the actor, the row's own columns and the actor's membership of the team."""
