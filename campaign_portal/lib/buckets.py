"""Bytes in a bucket of an S3-compatible server. Imported only where EVIDENCE_S3_BUCKET names one: boto3 is large.

Nobody is ever given an address of the bucket: its objects stay private, and go out through the portal's own view.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3File, S3Storage

IN_MEMORY = 2 * 1024 * 1024  # bytes of a file on its way; what is larger waits in a temporary file


class BucketStorage(S3Storage):
    """What fails at the server is an OSError, as on a disk; what it does not have is a FileNotFoundError.

    No ACL is sent: objects are private unless the bucket says otherwise, and many servers refuse ACLs.
    """

    def get_default_settings(self) -> dict:
        answers = {"connect_timeout": 5, "read_timeout": 20, "retries": {"max_attempts": 2, "mode": "standard"}}
        # Servers that are not Amazon's know neither its newest checksums nor hosts named after the bucket.
        plain = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"}, **answers, **plain)
        return super().get_default_settings() | {
            "client_config": config,
            "default_acl": None,
            "file_overwrite": True,  # the name is made of the bytes: whoever writes it again writes the same
            "max_memory_size": IN_MEMORY,
        }

    def exists(self, name: str) -> bool:
        with _as_os_error():
            return super().exists(name)

    def url(self, name: str, *args, **kwargs) -> str:
        raise NotImplementedError("files go out through a view that checks rights")

    def _save(self, name: str, content: File) -> str:
        with _as_os_error():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> S3File:
        """The whole file is fetched here: once headers are sent, nobody can be told of a failure."""
        with _as_os_error():
            found = super()._open(name, mode)
            found.open()
            return found


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(f"the bucket does not answer as it should: {error}") from error
