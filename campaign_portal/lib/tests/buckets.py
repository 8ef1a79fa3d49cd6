"""A server that speaks S3 on this machine, for tests: moto's, in a thread of the test."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
from botocore.config import Config

BUCKET = "minh-chung"
KEY, SECRET = "khoa-thu", "bi-mat-thu"


@dataclass
class Bucket:
    """The bucket as its owner sees it. `url` is where the server listens."""

    url: str

    @property
    def client(self):
        config = Config(s3={"addressing_style": "path"}, proxies={})
        return boto3.client("s3", self.region, endpoint_url=self.url, config=config, **self.keys)

    region = "us-east-1"
    keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def read(self, name: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=name)["Body"].read()

    def lose(self, name: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=name)

    def written(self, name: str):
        """When an object was last written, and its ETag."""
        found = self.client.head_object(Bucket=BUCKET, Key=name)
        return found["LastModified"], found["ETag"]


@contextmanager
def serving() -> Iterator[Bucket]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        bucket = Bucket("http://{}:{}".format(*server.get_host_and_port()))
        bucket.client.create_bucket(Bucket=BUCKET)
        yield bucket
    finally:
        server.stop()


def nobody_there() -> str:
    """An address where nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


def storages_at(settings, url: str, bucket: str = BUCKET) -> dict:
    """STORAGES with files in the bucket at `url`, by way of the settings an administrator makes."""
    from campaign_portal.lib.env import evidence_store

    said = {"bucket": bucket, "endpoint": url, "region": "us-east-1", "key": KEY, "secret": SECRET}
    return settings.STORAGES | {"evidence": evidence_store(said)}
