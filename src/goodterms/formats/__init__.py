"""A letter as a finished document; one module for each format."""

from goodterms.formats.envelope_texts import faults_of as envelope_faults
from goodterms.formats.registry import FORMATS, NO_ENVELOPE, Format, document, document_name, merged_pdf, page_pictures

__all__ = [
    "FORMATS",
    "NO_ENVELOPE",
    "Format",
    "document",
    "document_name",
    "envelope_faults",
    "merged_pdf",
    "page_pictures",
]
