"""May it, and how much? Pure functions over plain values and the policy: no tables, no clock."""
