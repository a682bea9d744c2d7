"""Real processes, killed and overrun while people write: `make faults` at full size, `make test` at about a tenth."""
