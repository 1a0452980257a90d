"""The porch: what every door needs — access, forms, pages, languages, errors, headers."""
