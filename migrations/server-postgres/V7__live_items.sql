-- What a feed holds now is read with every push; what has left it piles up for ever and must cost nothing.
CREATE INDEX feed_item_live ON feed_item (company_id, feed) WHERE gone = 0;
