"""Faults made on purpose; each must turn a test red. A fault that no test notices is a hole in the tests."""
