"""The solver: numbers only, stands alone. One door: :func:`dispatch.solver.solve`."""
