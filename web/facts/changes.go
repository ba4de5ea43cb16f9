package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/web/feeds"
	"honglinh/web/frame"
)

// newest is how many versions of one record its feed goes back.
const newest = 20

// Changes are what became of records, the newest first, each from what to what: the
// entries of a feed. Ids that lead to nothing bring none.
func Changes(ctx context.Context, s *frame.Frame, l *frame.Locale, ids []string) ([]feeds.Item, time.Time, error) {
	type dated struct {
		item feeds.Item
		at   time.Time
	}
	var all []dated
	for _, id := range ids {
		versions, err := s.Store.Versions(ctx, id)
		if catalog.KindOf(err) == catalog.NotFound {
			continue
		}
		if err != nil {
			return nil, time.Time{}, err
		}
		for i := len(versions) - 1; i >= max(0, len(versions)-newest); i-- {
			item, err := change(ctx, s, l, id, versions, i)
			if err != nil {
				return nil, time.Time{}, err
			}
			all = append(all, dated{item, versions[i].Modified})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return b.at.Compare(a.at) })
	var out []feeds.Item
	for _, one := range all[:min(len(all), feeds.MaxItems)] {
		out = append(out, one.item)
	}
	if len(all) == 0 {
		return out, time.Time{}, nil
	}
	return out, all[0].at, nil
}

// change is the entry of the version at i.
func change(ctx context.Context, s *frame.Frame, l *frame.Locale, id string, versions []store.Version, i int) (feeds.Item, error) {
	one := versions[i]
	page := s.BaseURL + s.RecordPath(l.Lang, id)
	item := feeds.Item{ID: fmt.Sprintf("%s?version=%d", page, one.Version), URL: page, Title: id, Modified: one.Modified.UTC().Format(time.RFC3339)}
	at := one.Version
	if one.Removed && i > 0 {
		at = versions[i-1].Version
	}
	rec, err := s.Store.RecordVersion(ctx, id, at)
	if err != nil && catalog.KindOf(err) == catalog.Internal {
		return item, err
	}
	if err == nil {
		item.Title = l.Pick(rec.Title).Text
	}
	switch {
	case one.Removed:
		item.Text = l.T("feed.removed")
	case i == 0 || versions[i-1].Removed:
		item.Text = l.T("feed.added")
	default:
		item.Text, err = differences(ctx, s, l, &rec, versions[i-1].Version, one.Version)
		return item, err
	}
	return item, nil
}

// differences are "field: from → to" of two versions, a line each.
func differences(ctx context.Context, s *frame.Frame, l *frame.Locale, rec *catalog.Record, from, to int) (string, error) {
	fields, err := store.Diff(ctx, s.Store, rec.ID, from, to)
	if err != nil {
		return "", err
	}
	v := NewSheet(ctx, s, l, rec)
	var lines []string
	for _, f := range fields {
		side := func(value any) string {
			if text := Printed(l, value); text != "" {
				return text
			}
			return l.T("unknown")
		}
		lines = append(lines, v.FieldName(f.Path)+": "+side(f.Old)+" → "+side(f.New))
	}
	return strings.Join(lines, "\n"), nil
}
