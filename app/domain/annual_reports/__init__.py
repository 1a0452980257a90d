"""The year's report: figures from the register, paragraphs that people write, kept from year to year."""
