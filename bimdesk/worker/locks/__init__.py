"""What a worker process does to itself before a script's text enters it: the kernel's locks.

Standard library only. For Linux on x86_64 and aarch64; elsewhere it can be imported and says so.
"""
