"""Providers, as small servers on this machine. They check what we send, fail when told to, and deliver as they do."""
