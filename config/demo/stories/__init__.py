"""The demands of the last weeks: every state, and for every role something to do at once."""

from config.demo.stories.elsewhere import ELSEWHERE
from config.demo.stories.in_review import IN_REVIEW
from config.demo.stories.over import OVER
from config.demo.stories.received import RECEIVED

STORIES = (*RECEIVED, *IN_REVIEW, *ELSEWHERE, *OVER)
