"""Invoice triggers: what a confirmed receipt allows to be invoiced, once."""
