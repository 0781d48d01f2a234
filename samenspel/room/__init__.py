"""The room: the live shell around the kernel. Knows no instrument by name."""
