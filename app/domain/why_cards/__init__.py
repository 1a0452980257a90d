"""Why a household is listed or not, in plain words, frozen with each decision."""
