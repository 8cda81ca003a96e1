### Proposals, suggestions and bills.
