"""Every command on every store with every fault: nothing lost, everything mended."""
