"""Reads of messages: `feed` for the pages, `compose` for what is being written, `facts` for the rules."""
