"""The desk: the list of notices, one notice's page, and what other pages show of them."""

from notifications.admin.notices import NoticeAdmin

__all__ = ["NoticeAdmin"]
