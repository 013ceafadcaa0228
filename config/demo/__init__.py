"""The demo: a provider's year, invented from end to end, so that the product can be tried at once.

It lives here because it plays every part: intake, legal, notices. Nothing but `manage.py demo`
imports it, and it refuses to run outside development.
"""
