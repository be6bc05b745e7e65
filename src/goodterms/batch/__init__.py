"""From a table of recipients to a finished outbox: checked whole first, then written, gone on with after a stop."""
