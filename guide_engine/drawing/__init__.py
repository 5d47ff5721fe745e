"""Elements and pictures, drawn the same in the guide's pages and in the checker: standard library only."""
