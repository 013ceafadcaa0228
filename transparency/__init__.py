"""What the public is told. Imports casework."""
