"""The API for programs, `/api/v1`: a thin entry over the same services and the same permission table as the console."""

from dispatch.web.api.install import install

__all__ = ["install"]
