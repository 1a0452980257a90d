"""Village disclosure (村务公开): what a village must publish, by when, and what it has published."""
