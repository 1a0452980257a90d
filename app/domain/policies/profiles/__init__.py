"""The shipped policy profiles, one readable file each; read them with ``app.domain.policies.loader``."""
