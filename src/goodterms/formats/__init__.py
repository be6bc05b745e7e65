"""A letter as a finished document; one module for each format."""

from goodterms.formats.registry import FORMATS, NO_ENVELOPE, Format, document, document_name, merged_pdf

__all__ = ["FORMATS", "NO_ENVELOPE", "Format", "document", "document_name", "merged_pdf"]
