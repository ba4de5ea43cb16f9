package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"honglinh/catalog/alert"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
)

// look is how often due subscriptions are looked for, lease how long one process may
// take over a batch of them, batch how many it takes at once.
const (
	look  = 5 * time.Minute
	lease = 10 * time.Minute
	batch = 200
	// maxTold is how many changes one digest tells; the rest is a number.
	maxTold = 50
)

// Run writes the digests that are due, now and every few minutes, until ctx ends.
func (f *Follower) Run(ctx context.Context) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if n, err := f.Digests(ctx); err != nil && ctx.Err() == nil {
			f.Log.Warn("digests", "op", "notify.digests", "err", err)
		} else if n > 0 {
			f.Log.Info("digests", "op", "notify.digests", "written", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Digests looks at every subscription that is due and writes the digests of those with
// news; it returns how many. One without news is written nothing.
func (f *Follower) Digests(ctx context.Context) (written int, err error) {
	v := f.Take()
	defer v.Release()
	seq, err := v.Records.Seq(ctx)
	if err != nil {
		return 0, err
	}
	since, known := map[int64]*news{}, map[string]search.Watch{}
	for {
		due, err := subscriptions().Claim(ctx, f.People, lease, batch)
		if err != nil || len(due) == 0 {
			return written, err
		}
		messages := make([]*Message, len(due))
		for i := range due {
			s := due[i].Value
			n := since[s.Seq]
			if n == nil {
				if n, err = newsSince(ctx, v, s.Seq); err != nil {
					return written, err
				}
				since[s.Seq] = n
			}
			found, err := f.match(ctx, v, n, s, known)
			if err != nil {
				f.Log.Warn("a subscription cannot be matched", "op", "notify.match", "err", err) // the words of its query are its receiver's own
				found = nil
			}
			if len(found) > 0 {
				messages[i] = f.digest(ctx, v, s, seq, found)
			}
		}
		n, err := f.save(ctx, due, messages, seq)
		if written += n; err != nil {
			return written, err
		}
	}
}

// save notes in one transaction what the receivers are told of, and the messages that
// tell it: a crash repeats both, or none.
func (f *Follower) save(ctx context.Context, due []private.Item[alert.Subscription], messages []*Message, seq int64) (written int, err error) {
	now := f.Now().UTC()
	err = f.People.Write(ctx, func(tx private.Tx) error {
		written = 0
		for i := range due {
			it := due[i]
			it.Claims = 0
			it.Value.Seq, it.Value.Since, it.Value.Next = seq, now, now.Add(alert.Every)
			_, err := subscriptions().Save(ctx, tx, it)
			if errors.Is(err, private.ErrChanged) {
				continue // left meanwhile
			}
			if err != nil {
				return err
			}
			if messages[i] != nil {
				if err := Put(ctx, tx, *messages[i]); err != nil {
					return err
				}
				written++
			}
		}
		return nil
	})
	return written, err
}

// digest writes what changed for one receiver, from what to what.
func (f *Follower) digest(ctx context.Context, v View, s alert.Subscription, seq int64, found []fresh) *Message {
	m := &Message{ID: fmt.Sprintf("digest-%s-%d", s.ID, seq), Channel: Channel(s.Channel), To: s.To, Regarding: subscribed + "/" + s.ID, Leave: f.LeaveURL(s, f.Key(s)), Created: f.Now().UTC()}
	var told []alert.Change
	total := 0
	for _, c := range found {
		if total >= maxTold {
			total++
		} else if one, ok := f.told(ctx, v, s, c); ok {
			told, total = append(told, one), total+1
		}
	}
	if total == 0 {
		return nil // all is as it was
	}
	if m.Channel == Webhook {
		m.Body, _ = json.Marshal(map[string]any{"type": "catalogue.changed", "timestamp": m.Created, "data": map[string]any{"subscription": s.ID, "since": s.Since, "until": m.Created, "total": total, "changes": told}}) // read from JSON
		return m
	}
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	m.Subject = counted(total).In(s.Lang) + " – " + f.Site(s.Lang)
	var b strings.Builder
	b.WriteString(text.New(fmt.Sprintf("Từ %s đến %s:\n\n", day(s.Since), day(m.Created)), fmt.Sprintf("From %s to %s:\n\n", day(s.Since), day(m.Created))).In(s.Lang))
	for i := range told {
		b.WriteString(told[i].Line(s.Lang))
	}
	if more := total - len(told); more > 0 {
		b.WriteString(text.New(fmt.Sprintf("… và %d thay đổi khác.\n", more), fmt.Sprintf("… and %d more.\n", more)).In(s.Lang))
	}
	own := f.PageURL(s, f.Key(s)) // a page: what is posted to for one click is no address to open
	b.WriteString(text.New("\nThôi nhận thư:\n"+own+"\n", "\nNo more of these:\n"+own+"\n").In(s.Lang))
	m.Text = b.String()
	return m
}

func counted(n int) text.Text {
	en := "changes"
	if n == 1 {
		en = "change"
	}
	return text.New(fmt.Sprintf("%d thay đổi", n), fmt.Sprintf("%d %s", n, en))
}

// told is what became of one record since the receiver was last told, over all its versions
// since; false where that is nothing.
func (f *Follower) told(ctx context.Context, v View, s alert.Subscription, c fresh) (alert.Change, bool) {
	out := alert.Change{ID: c.ID, Title: c.ID, URL: f.RecordURL(s.Lang, c.ID), What: "changed", Version: c.Version}
	if c.Record != nil {
		out.Title, _ = c.Record.Title.Best(s.Lang)
	}
	switch {
	case c.Removed:
		out.What = "removed"
		return out, c.before > 0
	case c.before < 1:
		out.What = "added"
		return out, true
	}
	fields, err := store.Diff(ctx, v.Records, c.ID, c.before, c.Version)
	if err != nil { // the version before was a removal
		out.What = "added"
		return out, true
	}
	slices.SortStableFunc(fields, func(a, b store.FieldChange) int { return strings.Compare(a.Path, b.Path) })
	for _, d := range fields {
		one := alert.Fields{Path: d.Path, From: d.Old, To: d.New}
		if f.Field != nil && c.Record != nil {
			one.Label = f.Field(ctx, s.Lang, c.Record, d.Path)
		}
		out.Fields = append(out.Fields, one)
	}
	return out, len(fields) > 0
}
