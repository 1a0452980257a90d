"""Signed copies, photographs and evidence: stored by content, opened by permission."""
