"""What the store knows, handed out in the formats that others work with; one file per format."""
