package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"sort"

	"honglinh/catalog"
)

// FieldChange is one field that differs between two versions; Path is the JSON
// path with dots ("title.en", "attributes.capital_note"), nil an absent value.
type FieldChange struct {
	Path string `json:"path"`
	Old  any    `json:"old"`
	New  any    `json:"new"`
}

// Versioned gives the versions that Diff compares.
type Versioned interface {
	RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error)
}

// Diff returns the fields that differ between two versions of a record, ordered
// by path; lists are compared whole. Faults: NotFound, Gone.
func Diff(ctx context.Context, from Versioned, id string, a, b int) ([]FieldChange, error) {
	var sides [2]map[string]any
	for i, v := range []int{a, b} {
		rec, err := from.RecordVersion(ctx, id, v)
		if err != nil {
			return nil, err
		}
		if sides[i], err = fields(rec); err != nil {
			return nil, err
		}
	}
	out := []FieldChange{}
	compare("", sides[0], sides[1], &out)
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out, nil
}

func fields(rec catalog.Record) (map[string]any, error) {
	body, _, err := Content(rec)
	if err != nil {
		return nil, err
	}
	var m map[string]any
	if err := json.Unmarshal(body, &m); err != nil {
		return nil, fmt.Errorf("store: compare versions of %s: %w", rec.ID, err)
	}
	delete(m, "version")
	delete(m, "modified")
	return m, nil
}

func compare(path string, old, new map[string]any, out *[]FieldChange) {
	keys := map[string]bool{}
	for k := range old {
		keys[k] = true
	}
	for k := range new {
		keys[k] = true
	}
	for k := range keys {
		at := k
		if path != "" {
			at = path + "." + k
		}
		a, b := old[k], new[k]
		am, aok := a.(map[string]any)
		bm, bok := b.(map[string]any)
		switch {
		case (aok || a == nil) && (bok || b == nil) && (aok || bok) && at != "geometry":
			compare(at, am, bm, out)
		case !reflect.DeepEqual(a, b):
			*out = append(*out, FieldChange{Path: at, Old: a, New: b})
		}
	}
}
