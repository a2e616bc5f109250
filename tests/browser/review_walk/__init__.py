"""People at work on matters and reviews, each in an own browser, over one server."""
