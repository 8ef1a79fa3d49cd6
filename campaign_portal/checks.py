"""System checks for mistakes in the configuration."""
