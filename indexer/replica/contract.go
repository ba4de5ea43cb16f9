package replica

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"time"

	"honglinh/catalog/store"
	"honglinh/datasets/files"
	"honglinh/datasets/table"
)

// Format is the version of what is handed over: of this package's answers, of the content of
// records, and of the parts. A reader of another one takes nothing.
const Format = 1

// Parts that every publication has, beside the documents of the store by their keys.
const (
	// Tables are the states of the tables, a list in JSON.
	Tables = "replica/tables"
	// Report is what the last run did and when it ended.
	Report = "replica/report"
)

// Publication is what readers are shown at one moment.
type Publication struct {
	Format int `json:"format"`
	// Version is that of the program that publishes.
	Version string `json:"version"`
	// Catalogue tells its records from those of any other.
	Catalogue string `json:"catalogue"`
	// Mark is the last change that is shown.
	Mark Mark `json:"mark"`
	// Parts are the checksums (SHA-256, in hexadecimal digits) of what stands beside the
	// records.
	Parts map[string]string `json:"parts"`
}

// Tag names the publication by its content.
func (p *Publication) Tag() string {
	b, err := json.Marshal(p) // keys of maps come sorted
	if err != nil {
		panic(err) // numbers and strings
	}
	return Sum(b)
}

// Sum is the checksum of a part.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Mark tells a change from what another history has at its number. The zero Mark is that of an
// empty catalogue.
type Mark struct {
	Seq      int64     `json:"seq"`
	ID       string    `json:"id,omitempty"`
	Version  int       `json:"version,omitempty"`
	Modified time.Time `json:"modified,omitzero"`
	Hash     []byte    `json:"hash,omitempty"`
}

// Is reports whether both are the same change.
func (m Mark) Is(o Mark) bool {
	return m.Seq == o.Seq && m.ID == o.ID && m.Version == o.Version && m.Modified.Equal(o.Modified) && bytes.Equal(m.Hash, o.Hash)
}

// MarkAt is the mark of a change in a store; false where there is no such change.
func MarkAt(ctx context.Context, rows store.Rows, seq int64) (Mark, bool, error) {
	if seq == 0 {
		return Mark{}, true, nil
	}
	found, err := rows.Rows(ctx, seq-1, 1)
	if err != nil || len(found) == 0 || found[0].Seq != seq {
		return Mark{}, false, err
	}
	v := found[0]
	return Mark{v.Seq, v.ID, v.Version, v.Modified, v.Hash}, true, nil
}

// Source is what is published, where it is.
type Source interface {
	store.Rows
	// Publication returns what readers are shown, nil before there is anything, and what is
	// closed when it may be another.
	Publication(ctx context.Context) (*Publication, <-chan struct{}, error)
	// Part returns a part of the publication or of one shortly before.
	Part(sum string) ([]byte, bool)
	// Copy is the copy of a package by its fingerprint, nil where it is no longer kept.
	Copy(ctx context.Context, name, print string) fs.FS
	// Files keep the versions of tables.
	Files() files.Store
}

// Origin is a Source as a reader elsewhere has it. Whatever fails may be asked again; the error
// is ErrFormat, ErrGone, or what came in between.
type Origin interface {
	// Publication waits for one whose tag is another than have, or for about wait; nil is
	// still the one with the tag.
	Publication(ctx context.Context, have string, wait time.Duration) (*Publication, error)
	Part(ctx context.Context, sum string) ([]byte, error)
	// Rows returns the versions after since as a store does.
	Rows(ctx context.Context, since int64) ([]store.Row, error)
	// Mark returns the mark of a change, false where there is none.
	Mark(ctx context.Context, seq int64) (Mark, bool, error)
	// Copy brings the files of a package's copy into a folder, those that are there already
	// left out.
	Copy(ctx context.Context, name, print, dir string) error
	// File opens a version of a table from an offset on.
	File(ctx context.Context, ref table.Ref, number string, offset int64) (io.ReadCloser, error)
}

// FormatError is what another version of the program publishes.
type FormatError struct {
	Theirs  int
	Program string
}

// Error says who has to be brought up to date.
func (e *FormatError) Error() string {
	who := "the writer"
	if e.Theirs > Format {
		who = "this reader"
	}
	return fmt.Sprintf("the writer (honglinh %s) publishes in format %d and this reader takes format %d: bring %s up to date; what is here is served on", e.Program, e.Theirs, Format, who)
}
