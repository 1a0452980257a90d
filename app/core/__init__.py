"""The ground: database, clock, permissions, state machine, audit. Knows no room and no web."""
