package suggested

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/store"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/suggest"
)

// Catalogue is what is followed.
type Catalogue interface {
	Seq(ctx context.Context) (int64, error)
	Changes(ctx context.Context, since int64, limit int) ([]store.Change, error)
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
	Owned(ctx context.Context, owner string) ([]string, error)
}

// View is the catalogue at one moment; Release gives it back.
type View struct {
	Records Catalogue
	Places  *place.Register
	Release func()
}

// Options of a Follower; all are needed.
type Options struct {
	*Keeper
	// Take takes the catalogue as it is now.
	Take func() View
	// Owners are those of harvested texts.
	Owners func() []string
	Log    *slog.Logger
}

// Follower reads harvested texts as they change.
type Follower struct{ Options }

// form is counted up when texts are read otherwise, so that all are read anew.
const form = 1

// reached is up to where the catalogue was read.
type reached struct {
	Seq  int64 `json:"seq"`
	Form int   `json:"form"`
}

var marks = private.Collection[reached]{Name: "suggestions-read"}

const (
	theMark = "catalogue"
	// every is how often the follower looks for what has changed.
	every = 30 * time.Second
	// batch is how many texts are kept at once.
	batch = 200
)

// Run follows the catalogue until ctx ends.
func (f *Follower) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := f.Follow(ctx); err != nil && ctx.Err() == nil {
			f.Log.Warn("suggestions of harvested texts", "op", "suggest", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Follow reads what has changed since the last time. Repeated after a crash it does the
// same again.
func (f *Follower) Follow(ctx context.Context) error {
	v := f.Take()
	defer v.Release()
	seq, err := v.Records.Seq(ctx)
	if err != nil {
		return err
	}
	mark, err := marks.Find(ctx, f.Store, theMark)
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	since := mark.Value.Seq
	if mark.Value.Form == form && since == seq {
		return nil
	}
	if mark.Value.Form != form || since > seq { // read otherwise, or another catalogue
		err = f.all(ctx, v)
	} else {
		err = f.changed(ctx, v, since, seq)
	}
	if err != nil {
		return err
	}
	return f.Store.Write(ctx, func(tx private.Tx) error {
		now, err := marks.Find(ctx, tx, theMark)
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return err
		}
		now.ID, now.Value = theMark, reached{seq, form}
		_, err = marks.Save(ctx, tx, now)
		return err
	})
}

// harvested are the ids of the records of harvested texts, in order.
func (f *Follower) harvested(ctx context.Context, v View) ([]string, error) {
	var out []string
	for _, owner := range f.Owners() {
		ids, err := v.Records.Owned(ctx, owner)
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	slices.Sort(out)
	return out, nil
}

func (f *Follower) all(ctx context.Context, v View) error {
	ids, err := f.harvested(ctx, v)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, batch) {
		records, err := v.Records.Records(ctx, chunk)
		if err != nil {
			return err
		}
		list := make([]Text, 0, len(records))
		for i := range records {
			list = append(list, Of(&records[i], v.Places))
		}
		if err := f.Put(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

func (f *Follower) changed(ctx context.Context, v View, since, until int64) error {
	ids, err := f.harvested(ctx, v)
	if err != nil {
		return err
	}
	for since < until {
		page, err := v.Records.Changes(ctx, since, batch)
		if err != nil || len(page) == 0 {
			return err
		}
		var list []Text
		for _, c := range page {
			since = c.Seq
			_, harvested := slices.BinarySearch(ids, c.ID)
			switch {
			case c.Removed:
				list = append(list, Text{Record: c.ID})
			case harvested && c.Record != nil:
				list = append(list, Of(c.Record, v.Places))
			}
		}
		if err := f.Put(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

// Of reads the text of a harvested record. What the record says already is left out.
func Of(rec *catalog.Record, places *place.Register) Text {
	t := Text{Record: rec.ID, Title: rec.Title}
	if len(rec.Provenance) > 0 {
		t.Source = rec.Provenance[0]
	}
	own, _ := rec.Attributes["number"].(string)
	for _, lang := range text.Langs() {
		whole := strings.TrimSpace(strings.Join([]string{rec.Title[lang], rec.Summary[lang], rec.Body[lang]}, "\n\n"))
		for _, s := range suggest.Read(whole, suggest.Options{Lang: string(lang), Places: places, On: string(rec.Date), Own: analysis.Codes(own)}) {
			if !says(rec, s) && !slices.ContainsFunc(t.Open, func(o suggest.Suggestion) bool { return o.Key() == s.Key() }) {
				t.Open = append(t.Open, s)
			}
		}
	}
	return t
}

// says reports whether a record has a value of the field, or the very place.
func says(rec *catalog.Record, s suggest.Suggestion) bool {
	if s.About != "" {
		return false
	}
	switch s.Field {
	case suggest.FieldArea:
		return rec.Area != nil
	case suggest.FieldCapital:
		return rec.Capital != nil
	case suggest.FieldFrom:
		return rec.Valid.From != ""
	case suggest.FieldTo:
		return rec.Valid.To != ""
	case suggest.FieldPlace:
		return slices.ContainsFunc(rec.Places, func(p catalog.PlaceRef) bool { return p.ID == s.Value })
	}
	return false
}
