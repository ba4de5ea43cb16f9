// Package file harvests one file at an address: a spreadsheet, a table, a layer, a text.
package file

import (
	"bytes"
	"context"

	"honglinh/catalog/text"
	"honglinh/datasets/office"
	"honglinh/indexer/harvest"
)

// Protocol harvests a file, which becomes a dataset of one table; one that is a text, a PDF
// or a DOCX without tables, becomes a record with its text.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "files" }

// Crawls implements harvest.Protocol: the operator named the file.
func (Protocol) Crawls() bool { return false }

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	at := v.Source.Address
	name := harvest.NameOf(at)
	f := harvest.File{Name: name, Address: at, Title: v.Source.Title}
	blob, content, err := v.Content(ctx, f)
	if err != nil {
		return err
	}
	if isText(content) {
		return v.Document(ctx, f, blob, content)
	}
	t, err := harvest.TableOf(f, blob, content)
	if err != nil {
		return err
	}
	return v.Put(harvest.Item{Key: at, Address: at,
		Dataset: &harvest.Dataset{Slug: harvest.TableName(name), Title: text.Text{text.VI: v.Source.Title}, Publisher: v.Source.Publisher, Tables: []harvest.Table{t}}}, harvest.Version{})
}

// isText reports whether a file is a text and no table.
func isText(content []byte) bool {
	switch harvest.Format(content) {
	case "docx":
		_, err := office.Open("docx", bytes.NewReader(content), int64(len(content)))
		return err != nil
	case "":
		return true // or nothing that is read, which is told
	}
	return false
}
