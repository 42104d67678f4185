"""Places, geocoding, travel matrices, routes on roads and drawing; knows nothing of the chain."""
