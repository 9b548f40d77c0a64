"""What can be selected, and how selections join a mask. Plain numpy and OpenCV: no Qt, no document."""
