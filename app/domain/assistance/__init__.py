"""What is done for a household: its plan, the measures with money and day, the visits."""
