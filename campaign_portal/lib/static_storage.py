"""How static files are stored for production: under names that change with their content, compressed beforehand."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with three decisions.

    Our modules (js/) import each other by hashed names too, while those of packages are left as they are, since some
    name files they do not ship; compression is gzip only (brotli takes minutes for a tenth more); source maps are not
    compressed, as no page loads them.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def create_compressor(self, **kwargs):
        extensions = {*(kwargs.pop("extensions", None) or Compressor.SKIP_COMPRESS_EXTENSIONS), "map"}
        return Compressor(**kwargs, extensions=extensions, use_brotli=False)
