"""Tests of what Repbook does for clients and practitioners, on real databases and over real HTTP."""
