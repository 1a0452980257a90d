"""The register: households, members, housing, land, income by year."""
