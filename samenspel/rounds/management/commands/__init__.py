"""Commands of the app `rounds`."""
