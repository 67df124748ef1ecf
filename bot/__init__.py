"""bot talks: the running program, its channels, its ticks and its command line."""
