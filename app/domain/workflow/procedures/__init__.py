"""One table a procedure. A table names states, steps, who may take them, guards and effects; nothing else."""
