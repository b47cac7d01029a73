"""Benchmarks: ratios of builds of the same text, never timed tests."""
