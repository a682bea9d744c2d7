"""What joins rooms, over the API: the same queries as the pages."""
