"""Households at risk of falling back: found, helped at once, watched, and released from the watch."""
