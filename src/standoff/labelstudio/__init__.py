"""Label Studio: the local server, the interface, and a sync that never shifts, loses or doubles a label."""
