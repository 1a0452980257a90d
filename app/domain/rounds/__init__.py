"""Rounds (轮次): one run of a procedure in a year, with its frozen policy, its time nodes and its quotas."""
