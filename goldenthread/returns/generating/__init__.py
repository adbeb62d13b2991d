"""Made-up councils: returns of any size for tests, examples and measurement. Nobody in them lives; every name is
drawn.
"""
