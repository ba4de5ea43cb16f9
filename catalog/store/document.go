package store

import "honglinh/catalog"

// MaxDocument bounds a side document in bytes. Side documents are what the
// program keeps beside the records and can make again: descriptors and counters
// are under 1 MB, the thesaurus of a country under 10 MB, the note of a run
// under 8 MB.
const MaxDocument = 64 << 20

// CheckDocument holds a side document against its limit. Fault: TooLarge.
func CheckDocument(key string, b []byte) error {
	if len(b) <= MaxDocument {
		return nil
	}
	return catalog.NewFault(catalog.TooLarge, key, "tài liệu kèm theo lớn hơn 64 MB", "the side document is over 64 MB")
}

// NoDocument is the fault of a side document that is not there.
func NoDocument(key string) error {
	return catalog.NewFault(catalog.NotFound, key, "kho dữ liệu không có tài liệu "+key, "there is no document "+key+" in the store")
}
