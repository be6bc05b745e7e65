"""Text and its direction: isolates, the marks that replace values in prose, the CommonMark parser and its blocks."""
