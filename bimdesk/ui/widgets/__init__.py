"""Small widgets that every panel uses; they read the theme while painting."""
