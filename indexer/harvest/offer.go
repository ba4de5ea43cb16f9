package harvest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/client"
)

// Offer is a dataset of a portal with the files that it is offered in.
type Offer struct {
	// Item is the dataset, without its tables.
	Item Item
	// Modified is what the portal says of its version; one that is not newer than what
	// is held is not asked for again. "" asks for all its files, conditionally.
	Modified string
	Files    []File
}

// File is one file of an offer.
type File struct {
	Name, Address, Title string
	// Fetch gets the content of a file that no single address gives: one in pages, or
	// one that has to be asked for in a certain way. Nil asks for the address.
	Fetch func(ctx context.Context) ([]byte, error)
}

// readable are formats, as portals write them, that may be tables; what a file is, its
// content tells.
func readable() []string {
	return []string{"csv", "tsv", "xlsx", "ods", "json", "jsonl", "geojson", "gpkg", "kml", "kmz", "shp", "docx", "text/csv", "excel (.xlsx)"}
}

// MayBeTable reports whether a format, as a portal writes it, may be a table.
func MayBeTable(format string) bool {
	return slices.Contains(readable(), strings.ToLower(strings.TrimSpace(format)))
}

// Take takes a dataset with its files. What is held of it stays until all of them can
// be had. The error ends the run.
func (v *Visit) Take(ctx context.Context, o Offer) error {
	key := o.Item.Key
	if key == "" || v.Done(key) {
		return nil
	}
	if at := v.takenOut(o.Item); at != "" {
		return v.leaveOut(key, at)
	}
	known, held := v.Known(key)
	if held && o.Modified != "" && known.Listed == o.Modified {
		v.Seen(key)
		return nil
	}
	names, whole := map[string]bool{}, true
	for _, f := range o.Files {
		f.Name = unused(names, cmp.Or(f.Name, NameOf(f.Address)))
		t, err := v.Table(ctx, f)
		if Over(err) {
			return err
		}
		if err != nil {
			v.Refuse(f.Address, err)
			whole = false
			continue
		}
		o.Item.Dataset.Tables = append(o.Item.Dataset.Tables, t)
	}
	switch {
	case len(o.Item.Dataset.Tables) > 0 && whole:
		return v.Put(o.Item, Version{Listed: o.Modified})
	case held:
		v.Seen(key)
	case len(o.Item.Dataset.Tables) > 0:
		return v.Put(o.Item, Version{}) // and asked for again
	default:
		v.Refuse(o.Item.Address, notice.Of("dataset-no-table"))
	}
	return nil
}

// unused makes a name that no other file of the dataset has.
func unused(names map[string]bool, name string) string {
	base := TableName(name)
	name = base
	for n := 2; names[name]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	names[name] = true
	return name
}

// JSON asks for an address and reads what it answers into out. The answer is kept, so
// that it is asked for conditionally the next time.
func (v *Visit) JSON(ctx context.Context, address string, out any) (*client.Answer, error) {
	a, err := v.Get(ctx, client.Request{URL: address, Accept: "application/json", Keep: true})
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(a.Body, out); err != nil {
		return nil, notice.Of("portal-not-json", address, v.Source.Protocol, jsonfault.Reason(err)).Because(err)
	}
	return a, nil
}
