"""Every address of the product."""

from django.conf import settings
from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

if settings.DEVELOPMENT:
    from config.specimens import specimens

    urlpatterns.append(path("development/specimens/", specimens))
