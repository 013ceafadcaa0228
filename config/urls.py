"""Every address of the product."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

if settings.DEVELOPMENT:
    from config import devmail_pages
    from config.specimens import specimens

    urlpatterns += [
        path("development/specimens/", specimens),
        path("development/mails/", include((devmail_pages.urlpatterns, "development"))),
    ]
