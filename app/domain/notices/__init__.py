"""What hangs on the wall: frozen notices, their period, their posting places."""
