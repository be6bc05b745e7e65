"""The desk: a page on this machine on which letters are seen and filled in; it writes each as the commands do."""
