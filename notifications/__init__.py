"""What people are told. Imports casework."""
