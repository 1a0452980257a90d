"""Dossiers (一户一档) and village books (一村一册): which records there are, which are missing, all in order."""
