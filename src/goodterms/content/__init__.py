"""What a company or a translator may change: layers of folders and the TOML files in them, read with their faults."""
