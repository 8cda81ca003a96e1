### What an import says about each cell; letters and archive packages.
