"""What the program says to people, in the language that they read: each sentence is a message of a catalog."""
