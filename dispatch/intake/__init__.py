"""Import of files: all or nothing, the same file twice changes nothing, errors that say what to do."""
