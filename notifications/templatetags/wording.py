"""The two filters through which every stranger's words pass (notifications/wording.py)."""

from django import template

from notifications import wording

register = template.Library()
register.filter("oneline", wording.oneline)
register.filter("quoted", wording.quoted)
