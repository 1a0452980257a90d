"""The village's candidate list: its entries, what became of each, whom to tell."""
