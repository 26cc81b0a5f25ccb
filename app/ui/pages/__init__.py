"""The screens, one file each. A page is given `Services` and values, and tells where to go by signals."""
