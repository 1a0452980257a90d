"""Forms that somebody above demands: their cells mapped once, then filled from the register."""
