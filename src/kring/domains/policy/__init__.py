"""The school's knobs as dated, versioned values, each under a norm, and the act by which a school adopts them.

Purpose: to know which agreement was in force when something was decided, and who adopted it (norm PL-14).
Strict defaults come from `norms/parameters.toml`; a school starts by one recorded act of adoption.
"""
