"""Any delivered file as sheets of text: archives, encodings, CSV, workbooks."""
