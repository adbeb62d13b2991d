"""Forms of the dataset. They turn posted text into clean values, and save nothing."""
