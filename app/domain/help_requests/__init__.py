"""A household asks for help by itself: told to the village, on a clock, followed by its receipt."""
