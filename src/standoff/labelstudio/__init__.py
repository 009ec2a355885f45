"""Label Studio: the local server, the interface, and labels pushed and pulled without shifting, losing or doubling one."""
