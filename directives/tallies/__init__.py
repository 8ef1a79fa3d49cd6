"""Counts kept beside the log, so that figures cost the same after ten million acts as after ten thousand.

Every act that moves a root obligation or delivery writes what it changed in the count. The log stays the source: what
is kept here can be checked against it, and built from it again.
"""
