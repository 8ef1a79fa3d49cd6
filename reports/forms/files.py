"""Several files in one field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import UploadInput

PHOTOS = "image/jpeg,image/png,image/webp"
"""Named one by one: a phone that takes HEIC photos then hands over JPEG."""


class ManyFilesInput(UploadInput):
    allow_multiple_selected = True

    def __init__(self, attrs=None, **kwargs):
        super().__init__({"multiple": True, **(attrs or {})}, **kwargs)


class ManyFilesField(forms.FileField):
    """Cleans to the list of files chosen. What they hold is checked when they are taken in."""

    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        files = [file for file in data or [] if file]
        if self.required and not files:
            raise forms.ValidationError(_("Chọn ít nhất một tệp."))
        return files
