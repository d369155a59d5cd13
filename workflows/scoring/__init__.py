"""What a sheet is worth: four ways of scoring, exact from the first tick to the printed figure."""
