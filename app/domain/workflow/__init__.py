"""The procedure: its table, guards, effects, and the one way to take a step."""
