"""What pages cost, as ratios of one run: `make bench`. Not part of what is installed; stands on the tests' builders."""
