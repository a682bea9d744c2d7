"""PostgreSQL and Valkey run by Baro itself: for trial, tests and one machine. Production brings its own."""
