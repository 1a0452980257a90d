"""The way out of the register: proposal, the household's own acceptance, the watch year, striking the number."""
