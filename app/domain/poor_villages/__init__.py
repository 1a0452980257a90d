"""Poor villages: each applies itself, the township checks and shows it, the county's panel and group decide."""
