"""The same person in two households: found, shown side by side, decided."""
