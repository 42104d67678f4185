"""The seller: who stands at the head of every paper, and the company's own choices."""
