"""Run as ``python -m goodterms``."""

from goodterms.cli import main

main(prog_name="goodterms")
