"""Democratic review meetings: who came, how they voted, what passed."""
