"""Did it reach you? What households say of the lines of paid rolls, and what became of a denial."""
