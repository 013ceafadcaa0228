"""Words that several stories share."""

COURT = "United States District Court\nDistrict of Columbia Falls"
BASIC, LOGS, ALL = ("basic",), ("basic", "non_content"), ("non_content", "content")
HOLDER = "Name, address and payment source of the account's holder"
LOG_INS = "Log-in records of the account, with addresses and times"
