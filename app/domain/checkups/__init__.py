"""Data check-up: small named rules over the register, and the explanations of what they find."""
