"""Every read of the dataset: what a viewer may see (reading), the scorecard, one indicator, and tables that leave the
house.
"""
