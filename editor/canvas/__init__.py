"""What is seen and touched: the view, its layers and its tools."""
