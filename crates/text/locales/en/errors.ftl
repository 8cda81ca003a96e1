### What is said when something goes wrong, on pages and in the API.
