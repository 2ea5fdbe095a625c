"""Tests of the look and of the door."""
