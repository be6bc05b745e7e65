"""Sends the mails of a finished outbox by SMTP, each once, and keeps what became of each.

``mails`` reads the outbox, ``record`` remembers every attempt, ``planning`` decides which mails go, ``dialogue`` speaks
SMTP (RFC 5321), ``delivery`` carries the plan out.
"""
