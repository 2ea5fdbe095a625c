"""A second opinion: what the norms ask, said once more by another hand, and the product held against it."""
