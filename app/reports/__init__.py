"""Documents of the award: frozen values in, bytes of a PDF or a workbook out. No database is asked or written."""
