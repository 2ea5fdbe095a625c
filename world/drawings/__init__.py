"""The photographs of the fictional school: painted, because no real child may stand in a demo.

`render` paints every scene into pictures/ with a manifest beside it. The faces are shaded and proportioned so that
the product's detector finds each of them, which a test asserts. Here does not belong: anything about consent.
"""
