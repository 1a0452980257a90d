"""What a village publishes of its affairs (村务公开): the catalogue, what is due when, that it was published."""
