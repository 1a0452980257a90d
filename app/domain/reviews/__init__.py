"""Decisions of township and county, entry by entry, with home checks of a sample."""
