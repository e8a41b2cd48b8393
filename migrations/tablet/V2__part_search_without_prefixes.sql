-- Beginnings of words are found in the index of whole words just as fast; an index of their own doubled the first fill.
-- The words of the parts already here are put in after the migrations, which cannot make them.
DROP TABLE part_search;
CREATE VIRTUAL TABLE part_search USING fts5(
    words, models, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
