"""Long stories, played through the services."""
