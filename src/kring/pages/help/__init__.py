"""Help for everybody, and what an operator of an installation can see. Public: a page that says what is kept may be read
before anything is given."""
