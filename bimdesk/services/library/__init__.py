"""The script library: four folders, their files, versions, differences, leftovers."""
