package profile

import (
	"context"
	"embed"
	"io/fs"

	"honglinh/catalog"
	"honglinh/catalog/place"
	rules "honglinh/catalog/profile"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Templates print a profile.
func Templates() fs.FS { return files }

// Profile is the checklist of one ward.
type Profile struct {
	Lines []Line
	// Have of All items are there.
	Have, All string
	Whole     bool
	Decree    frame.Link // the act, where the catalogue has it
}

// Line is one item: the records that show it, or who should bring it.
type Line struct {
	Code, Label string
	Records     []frame.Link
	Missing     string
	Write       string // address to write it at; "" for readers
}

// shown is how many records of an item are linked.
const shown = 5

// decree is the record of Decree 224/2026.
const decree = "document/224-2026-nd-cp"

// Ward reports whether a unit is a ward or commune of today, which have profiles.
func Ward(u place.Unit) bool { return u.Current() && (u.Level == "ward" || u.Level == "commune") }

// Of makes the profile of a ward's record.
func Of(ctx context.Context, s *frame.Frame, l *frame.Locale, ward *catalog.Record) (Profile, error) {
	in, err := inside(ctx, s, l, ward.ID)
	if err != nil {
		return Profile{}, err
	}
	var p Profile
	have := 0
	for _, line := range rules.Of(ward, in) {
		one := Line{Code: line.Code, Label: l.Label(line.Label, line.Code)}
		for _, r := range line.Records[:min(len(line.Records), shown)] {
			name := l.Pick(r.Title)
			one.Records = append(one.Records, frame.Link{Text: name.Text, Lang: name.Lang, Tag: name.Tag, URL: s.RecordPath(l.Lang, r.ID)})
		}
		if len(line.Records) > 0 {
			have++
		} else {
			one.Missing = l.T("profile.missing", l.Pick(ward.Title).Text)
		}
		p.Lines = append(p.Lines, one)
	}
	p.Have, p.All, p.Whole = l.Num(float64(have)), l.Num(float64(len(p.Lines))), have == len(p.Lines)
	if rec, err := s.Store.Record(ctx, decree); err == nil {
		p.Decree = frame.Link{Text: l.Pick(rec.Title).Text, URL: s.RecordPath(l.Lang, rec.ID)}
	} else if k := catalog.KindOf(err); k != catalog.NotFound && k != catalog.Gone {
		return p, err
	}
	return p, nil
}

// inside are the records in the ward of the kinds that a profile is made of.
func inside(ctx context.Context, s *frame.Frame, l *frame.Locale, ward string) ([]catalog.Record, error) {
	var out []catalog.Record
	q := search.Query{Lang: l.Lang, Places: []string{ward}, Limit: search.MaxLimit,
		Kinds: []string{string(vocab.Organisation), string(vocab.Place), string(vocab.Article), string(vocab.Document)}}
	for {
		a, err := s.Finder.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range a.Hits {
			out = append(out, a.Hits[i].Record)
		}
		if q.Cursor = a.Next; q.Cursor == "" {
			return out, nil
		}
	}
}
