"""Benchmarks that print tables: `python -m bench [webhook] [conversation] [understanding] [size]`.

Every comparison is made in one run, in interleaved rounds, because the machine is rarely quiet.
"""
