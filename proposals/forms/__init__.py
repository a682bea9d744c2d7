"""What the portal's forms accept. They parse; rules decide."""
