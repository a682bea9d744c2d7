"""How static files are kept: hashed names for ever cacheable, the portal's own compressed."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

VENDOR = "drf_spectacular_sidecar/"


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no hints
    """WhiteNoise's storage, but the API document's viewer is left uncompressed.

    It is two megabytes that few people open, and squeezing it would double the time of the first start.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress all but the viewer."""
        yield from super().compress_files(path for path in paths if not path.startswith(VENDOR))
