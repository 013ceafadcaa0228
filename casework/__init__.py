"""What happens to a demand. Imports none of our other apps."""
