"""Where things happen: county, township, village, villagers' group, with division codes and posting places."""
