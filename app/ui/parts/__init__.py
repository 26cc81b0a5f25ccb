"""Small parts that pages and fields are put together from."""
