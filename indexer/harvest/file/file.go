// Package file harvests one file at an address: a spreadsheet, a table, a layer.
package file

import (
	"context"

	"honglinh/catalog/text"
	"honglinh/indexer/harvest"
)

// Protocol harvests a file, which becomes a dataset of one table.
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
	t, err := v.Table(ctx, harvest.File{Name: name, Address: at, Title: v.Source.Title})
	if err != nil {
		return err
	}
	return v.Put(harvest.Item{Key: at, Address: at,
		Dataset: &harvest.Dataset{Slug: harvest.TableName(name), Title: text.Text{text.VI: v.Source.Title}, Publisher: v.Source.Publisher, Tables: []harvest.Table{t}}}, harvest.Version{})
}
