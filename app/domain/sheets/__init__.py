"""Proof that sheets hang: their codes at each place, photographs and what was read on them, scans."""
