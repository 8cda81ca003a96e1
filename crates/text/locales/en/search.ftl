### Search
search-nothing-typed = Type the word you are looking for.
search-too-long = At most { $n } characters; please shorten it.
search-too-many-words = At most { $n } words at a time; please leave some out.
