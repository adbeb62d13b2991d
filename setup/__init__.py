"""The parts of ./run and ./test. They run before anything is installed: Python's standard library only, and no
Django.
"""
