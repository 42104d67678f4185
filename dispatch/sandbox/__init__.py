"""The sandbox company: invented customers at true towns' positions, rich enough to show every step."""
