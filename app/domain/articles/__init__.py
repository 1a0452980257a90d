"""Articles for everybody: policy publicity, Party and village affairs, news, the township's periodical."""
