"""Catalogs in editors, over the Language Server Protocol: findings as one types, their fixes, what a message is for.

``server`` speaks the protocol and knows nothing else; everything that it says comes from the other modules.
"""
