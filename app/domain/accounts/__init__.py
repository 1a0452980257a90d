"""Who works here: accounts, their passwords and their roles at areas."""
