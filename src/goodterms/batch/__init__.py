"""From a table of recipients to a finished outbox: checked first, then written; an interrupted run continues."""
