"""Courses and self-check quizzes, written in YAML, as a static site in several languages.

The public face of the package; everything else may change.
"""

from generator.library import Library
from generator.load import load
from generator.problems import Location, Problem, Severity

__all__ = ["Library", "Location", "Problem", "Severity", "load"]
