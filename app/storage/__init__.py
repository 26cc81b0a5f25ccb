"""The encrypted store on this laptop: keys, engine, tables and the unit of work."""
