"""Anyone's objection: receipt, investigation one level up, outcome."""
