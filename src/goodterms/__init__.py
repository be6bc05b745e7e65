"""goodterms: letters that end a customer relationship well, or keep it from ending, in five languages."""

__version__ = "0.1.0"
