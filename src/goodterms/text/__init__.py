"""Text and its direction: bidi isolates, the marks of values in prose, CommonMark, the blocks that it becomes."""
