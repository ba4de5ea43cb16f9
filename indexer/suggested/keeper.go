package suggested

import (
	"context"
	"reflect"
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/suggest"
)

// Text is what the text of a harvested record suggests.
type Text struct {
	Record string    `json:"record"`
	Title  text.Text `json:"title"`
	// Source is where the text is from; it stands behind what is accepted.
	Source catalog.Provenance `json:"source"`
	// Open are the suggestions that nobody has decided of.
	Open []suggest.Suggestion `json:"open,omitempty"`
	// Decided are the keys of those that were accepted or rejected: they do not come back
	// when the text is harvested again.
	Decided []string  `json:"decided,omitempty"`
	At      time.Time `json:"at"`
}

// maxDecided bounds what is remembered of one text: it suggests a dozen things, and some
// others each time it is rewritten.
const maxDecided = 500

var texts = private.Collection[Text]{Name: "suggestions", Keys: func(t Text) []private.Key {
	if len(t.Open) == 0 {
		return nil
	}
	return []private.Key{{Name: "open", Value: t.At.UTC().Format("20060102150405")}}
}}

// Keeper keeps suggestions. It is safe for concurrent use.
type Keeper struct {
	Store private.Store
	Now   func() time.Time
}

// Put keeps what texts suggest now in place of what they suggested before. What was decided
// stays decided. A text without anything goes, and with it its sentences.
func (k *Keeper) Put(ctx context.Context, list []Text) error {
	if len(list) == 0 {
		return nil
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		for _, t := range list {
			if err := k.put(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k *Keeper) put(ctx context.Context, tx private.Tx, t Text) error {
	was, err := texts.Find(ctx, tx, t.Record)
	there := err == nil
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	t.Decided = was.Value.Decided
	t.Open = slices.DeleteFunc(slices.Clone(t.Open), func(s suggest.Suggestion) bool { return slices.Contains(t.Decided, s.Key()) })
	t.At = k.Now().UTC()
	switch {
	case len(t.Open) == 0 && len(t.Decided) == 0:
		if there {
			return texts.Delete(ctx, tx, was)
		}
		return nil
	case len(t.Open) == 0:
		t.Title, t.Source = nil, catalog.Provenance{}
	}
	if there && was.Value.Source == t.Source && reflect.DeepEqual(was.Value.Open, t.Open) && reflect.DeepEqual(was.Value.Title, t.Title) {
		return nil
	}
	if there && len(was.Value.Open) > 0 && len(t.Open) > 0 {
		t.At = was.Value.At // it waits since then
	}
	was.ID, was.Value = t.Record, t
	_, err = texts.Save(ctx, tx, was)
	return err
}

// List returns texts with open suggestions, the longest waiting first, and where to go on.
func (k *Keeper) List(ctx context.Context, after string, limit int) ([]Text, string, error) {
	items, next, err := texts.List(ctx, k.Store, private.Query{Key: "open", After: after, Limit: limit})
	out := make([]Text, len(items))
	for i, it := range items {
		out[i] = it.Value
	}
	return out, next, err
}

// Count returns how many texts have open suggestions, up to most.
func (k *Keeper) Count(ctx context.Context, most int) (int, error) {
	return texts.Count(ctx, k.Store, private.Query{Key: "open"}, most)
}

// Find returns what the text of a record suggests. Fault: NotFound, also where nothing is
// open.
func (k *Keeper) Find(ctx context.Context, record string) (Text, error) {
	it, err := texts.Find(ctx, k.Store, record)
	if err == nil && len(it.Value.Open) == 0 || catalog.KindOf(err) == catalog.NotFound {
		return Text{}, catalog.NewFault(catalog.NotFound, "record", "Bản ghi này không còn đề xuất nào chờ quyết định.", "Nothing suggested of this record waits for a decision.")
	}
	return it.Value, err
}

// What was decided of a suggestion.
const (
	Accepted = "accept"
	Rejected = "reject"
)

// Decide has a suggestion be decided for good, with its line of the log. One that is open
// no more is left as it is.
func (k *Keeper) Decide(ctx context.Context, d Decision) error {
	return k.Store.Write(ctx, func(tx private.Tx) error { return d.In(ctx, tx) })
}

// Decision is what somebody decided of a suggestion.
type Decision struct {
	Record, Key string
	// What is Accepted or Rejected, Who the account, Role in what capacity.
	What, Who, Role string
}

// In decides within a transaction that does something beside.
func (d Decision) In(ctx context.Context, tx private.Tx) error {
	it, err := texts.Find(ctx, tx, d.Record)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(it.Value.Open, func(s suggest.Suggestion) bool { return s.Key() == d.Key })
	if i < 0 {
		return nil
	}
	t := &it.Value
	t.Open = slices.Delete(slices.Clone(t.Open), i, i+1)
	if t.Decided = append(t.Decided, d.Key); len(t.Decided) > maxDecided {
		t.Decided = t.Decided[1:]
	}
	if len(t.Open) == 0 {
		t.Title, t.Source = nil, catalog.Provenance{}
	}
	if _, err := texts.Save(ctx, tx, it); err != nil {
		return err
	}
	_, err = tx.Append(ctx, private.Entry{Role: d.Role, Action: "suggestion." + d.What, Target: "suggestions/" + d.Record, Subject: "account/" + d.Who})
	return err
}
