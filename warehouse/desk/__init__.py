"""The clerk's desk: files handed over in the browser, and the jobs done with them."""
