"""What nobody would send by hand: `make fuzz` at full size, a twentieth of it in `make test`."""
