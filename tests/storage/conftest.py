from tests.storage.rows import rows

__all__ = ["rows"]
