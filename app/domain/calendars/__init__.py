"""The working calendar (工作日历): which days are worked, with the make-up workdays of each year."""
