"""Who can carry it: depots with docks, vehicles, drivers."""
