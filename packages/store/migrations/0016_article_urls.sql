-- People come with an address. By hash: addresses are long, and nobody asks for a range of them.
create index articles_url on articles using hash (url) where url is not null;
