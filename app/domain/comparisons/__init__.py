"""Data comparison: departments' files against the register, hits and their settlement."""
