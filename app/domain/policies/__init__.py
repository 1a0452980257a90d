"""Policy profiles (政策方案): every number and switch that a county or a year decides."""
