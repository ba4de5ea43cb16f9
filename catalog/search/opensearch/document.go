package opensearch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/search"
)

// object and list are parts of a request in JSON.
type (
	object = map[string]any
	list   = []any
)

// between stands between the terms of a field: the tokenizer parts them there and nowhere else,
// so that a term may hold spaces.
const between = "\x1f"

// Bounds in bytes. Longer terms are noise (addresses, encoded pictures) that would swell the
// dictionary; titles differ long before; Lucene refuses codes of more than 32,766.
const (
	maxTerm  = 200
	maxTitle = 4096
	maxCode  = 8192
)

// stateID is the document with the sequence. No record has its id, which has a slash.
const stateID = "state"

// hectares is the field of Document.Area: "area" is a column of codes.
const hectares = "hectares"

// convert makes what the index gets of a document.
func convert(d *search.Document) object {
	o := object{"id": d.ID, "title": cut(d.SortTitle, maxTitle), "day": d.Day, "from": d.From, "to": d.To, "quality": d.Quality}
	for _, f := range search.Fields() {
		if terms := joined(d.Terms[f]); terms != "" {
			o[string(f)] = terms
		}
	}
	for column, codes := range d.Codes {
		if codes = slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return len(c) > maxCode }); len(codes) > 0 {
			o[string(column)] = codes
		}
	}
	if len(d.Langs) > 0 {
		o["langs"] = d.Langs
	}
	if d.Capital != nil {
		o["capital"] = *d.Capital
	}
	if d.Area != nil {
		o[hectares] = *d.Area
	}
	if p := d.Point; p != nil && onEarth(*p) {
		o["lon"], o["lat"], o["point"] = p[0], p[1], object{"lon": p[0], "lat": p[1]}
	}
	if b := d.Bound; b != nil {
		o["west"], o["south"], o["east"], o["north"] = b.Min[0], b.Min[1], b.Max[0], b.Max[1]
	}
	return o
}

func joined(terms []string) string {
	var b strings.Builder
	for _, t := range terms {
		if t == "" || len(t) > maxTerm {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(t)
	}
	return b.String()
}

// cut is the beginning of s, at most n bytes in whole letters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// onEarth reports whether a point is one that the index takes.
func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90
}

// operation is one line or two of a bulk request.
type operation struct {
	id  string
	raw []byte
}

// operations are those of a batch: a document given twice counts as given last, and putting it
// wins over deleting it. Each carries the sequence as its version, so that a request which was
// cut off and is done late changes nothing that came after it.
func operations(b search.Batch) ([]operation, error) {
	last := make(map[string]int, len(b.Put))
	for i := range b.Put {
		last[b.Put[i].ID] = i
	}
	out := make([]operation, 0, len(b.Put)+len(b.Delete))
	for _, id := range b.Delete {
		if _, put := last[id]; !put {
			op, err := newOperation("delete", id, b.Seq, nil)
			if err != nil {
				return nil, err
			}
			out = append(out, op)
		}
	}
	for i := range b.Put {
		if last[b.Put[i].ID] != i {
			continue
		}
		op, err := newOperation("index", b.Put[i].ID, b.Seq, convert(&b.Put[i]))
		if err != nil {
			return nil, err
		}
		out = append(out, op)
	}
	return out, nil
}

func newOperation(what, id string, seq int64, source object) (operation, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b) // ends each value with a line feed, as a bulk wants it
	enc.SetEscapeHTML(false)
	err := enc.Encode(object{what: object{"_id": id, "version": seq, "version_type": "external_gte"}})
	if err == nil && source != nil {
		err = enc.Encode(source)
	}
	if err != nil {
		return operation{}, fmt.Errorf("document %s: %w", id, err)
	}
	return operation{id, b.Bytes()}, nil
}
