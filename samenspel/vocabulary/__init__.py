"""The vocabulary: records that instruments hand to each other. Imports the kernel and nothing else."""
