"""The screens, one file each: given `Services` and values, they tell where to go by signals."""
