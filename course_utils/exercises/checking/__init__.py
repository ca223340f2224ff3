"""How an answer is judged: called, compared, diagnosed, put into words, and kept."""
