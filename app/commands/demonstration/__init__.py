"""The demonstration township: real places, invented people, driven through the same services as the pages."""
