"""The browser's side: routes, pages, views and templates. It calls `services` and nothing below."""
