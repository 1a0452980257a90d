"""A household asks to be considered: application, home visit, data comparison."""
