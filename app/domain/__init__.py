"""The rooms: what the portal is about, without any web."""
