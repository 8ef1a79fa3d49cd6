"""Counts of what letters reached, kept beside the log; and what builds, checks and sums up all tallies."""
