"""Projects: what is built or given, where, for whom, by whom, and how far it has come."""
