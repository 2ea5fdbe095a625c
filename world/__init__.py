"""The one fictional school that demo, tests, documentation and screenshots share: Het Hoefblad.

Here belong: who is who, what the roster files say, the drawings that stand for photographs, what was posted and
agreed in the last weeks, and the play that performs all of it through the product's own actions. Every person is
invented. Here does not belong: anything that the product needs to run at a real school, and any rule.
"""
