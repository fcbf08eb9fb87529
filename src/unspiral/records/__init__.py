"""Plain facts that rooms exchange: frozen, slotted, and importing nothing of ours."""
