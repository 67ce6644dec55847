"""What of the models is shown (state, palette, camera, picking: NumPy only) and how (VTK, off screen)."""
