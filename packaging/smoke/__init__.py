"""Proves that a built program works elsewhere: `make smoke`, or `python -m smoke DIST` in packaging.

A copy in a folder with spaces and letters of other alphabets, which it cannot write to, run by a user who
owns nothing, without a network, with an empty or a missing home.
"""
