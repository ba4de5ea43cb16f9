package enginetest

import (
	"honglinh/catalog"
	"honglinh/catalog/search"
)

// Words are those of some records.
func Words(records []catalog.Record) *search.Wordbook {
	var prep search.Preparer
	var c search.WordChanges
	for i := range records {
		c.Put(prep.Entry(&records[i]))
	}
	w := &search.Wordbook{}
	w.Apply(1, &c)
	return w
}
