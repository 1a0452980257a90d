"""Data comparison: departments' files against the register, the hits, and what each of them led to.

A file is read row by row, matched by a keyed hash of the identity number with the name as second check, and thrown
away. What stays is the count, which households were compared as they were, and the hits without any number.
"""
