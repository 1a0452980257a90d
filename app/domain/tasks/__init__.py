"""The wall chart: tasks with deadline and person, computed progress, assessments, supervision visits and findings."""
