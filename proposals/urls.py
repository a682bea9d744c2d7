"""Pages of proposals."""

from proposals import regional_urls

app_name = "proposals"

urlpatterns = [*regional_urls.urlpatterns]
