"""Side by side with the peers: `make bench` runs it all and writes docs/benchmarks.md."""
