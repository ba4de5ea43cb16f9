package private

import (
	"errors"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// ErrChanged says that a document is no longer the version that was read.
var ErrChanged = errors.New("somebody wrote the document meanwhile")

// NotFound is the fault of a document that is not there, or whose time is over.
func NotFound(collection, id string) error {
	at := collection + "/" + id
	return catalog.NewFault(catalog.NotFound, at, "không có "+at, "there is no "+at)
}

// Changed is the fault of writing over a version that was not read.
func Changed(collection, id string) error {
	at := collection + "/" + id
	return &catalog.Fault{Kind: catalog.Invalid, Where: at, Err: ErrChanged,
		Detail: text.New(at+" vừa được người khác sửa; hãy đọc lại rồi ghép", at+" was changed by somebody else meanwhile; read it again and merge")}
}
