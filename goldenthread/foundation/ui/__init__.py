"""What every page is made of: base page, layouts, component tags, form fields, style and script."""
