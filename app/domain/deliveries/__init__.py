"""Did it reach you? What households say of the money and goods that were given out to them."""
