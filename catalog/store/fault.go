package store

import (
	"errors"
	"fmt"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// ErrOwned says that a record belongs to another owner than the one who wants to
// change it.
var ErrOwned = errors.New("the record belongs to another owner")

// NotFound is the fault of a record that was never there.
func NotFound(id string) error {
	return catalog.NewFault(catalog.NotFound, id, "không có bản ghi "+id, "there is no record "+id)
}

// NoVersion is the fault of asking a record for a version or a day it does not
// have; versions is its history, or empty for a record that was never there.
func NoVersion(id string, versions []Version) error {
	if len(versions) == 0 {
		return NotFound(id)
	}
	n, day := len(versions), versions[0].Modified.UTC().Format(time.DateOnly)
	return catalog.NewFault(catalog.NotFound, id,
		fmt.Sprintf("bản ghi %s không có phiên bản này; có các phiên bản 1 đến %d, bản đầu ghi ngày %s", id, n, day),
		fmt.Sprintf("the record %s has no such version; there are versions 1 to %d, the first recorded on %s", id, n, day))
}

// Gone is the fault of a record that was removed.
func Gone(id string) error {
	return catalog.NewFault(catalog.Gone, id, "bản ghi "+id+" đã bị gỡ bỏ", "the record "+id+" has been removed")
}

// Damaged is the fault of a record whose stored content cannot be read.
func Damaged(id string, err error) error {
	return &catalog.Fault{Kind: catalog.Internal, Where: id, Err: err, Detail: text.New(
		"bản ghi "+id+" bị hỏng trong kho dữ liệu; lần nạp tới hoặc `honglinh check --repair` sẽ khôi phục từ nguồn",
		"the record "+id+" is damaged in the store; the next ingest, or `honglinh check --repair`, restores it from its source")}
}

// owned is the fault of a publication that wants to change a record of another owner.
func owned(id, owner string) error {
	return &catalog.Fault{Kind: catalog.Invalid, Where: id, Err: ErrOwned,
		Detail: text.New("bản ghi "+id+" thuộc về "+owner, "the record "+id+" belongs to "+owner)}
}

// CheckOwner holds the name of an owner against the rules. Fault: Invalid.
func CheckOwner(owner string) error {
	if owner == "" {
		return catalog.NewFault(catalog.Invalid, "owner", "thiếu tên nguồn sở hữu bản ghi", "the owner of the records has no name")
	}
	return nil
}
