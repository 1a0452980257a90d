"""Who helps whom: helping units, helpers, pairings, and the people posted to a village."""
