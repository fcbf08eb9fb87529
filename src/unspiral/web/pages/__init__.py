"""Handlers: parse the request, call one service, render a view or redirect."""
