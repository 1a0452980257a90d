"""Figures over several rooms. Only queries."""
