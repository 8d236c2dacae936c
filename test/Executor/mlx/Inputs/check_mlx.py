"""Runs kernels of MLX and compares with results that are computed here.

    check_mlx.py FAMILY [flags of triton-metal-run]
"""
import importlib
import sys

import mlx

if __name__ == "__main__":
    importlib.import_module(sys.argv[1]).check()
    mlx.finish()
