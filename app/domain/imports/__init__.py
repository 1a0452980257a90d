"""The clerk's workbook: read, checked cell by cell, previewed, applied whole, undone."""
