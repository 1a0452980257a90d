"""Who holds which public post: officials and villagers' representatives."""
