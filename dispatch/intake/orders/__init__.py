"""Order files: lines grouped into orders, compared with what is stored, taken or refused together."""
