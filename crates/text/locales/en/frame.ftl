### The web frame: navigation, sign-in, forms, tables.
