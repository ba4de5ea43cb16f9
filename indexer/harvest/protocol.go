package harvest

import (
	"context"
	"errors"
	"time"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/journal"
)

// Protocol is one way in which portals publish. Each passes the suite in harvesttest.
type Protocol interface {
	// Name is what the settings call it.
	Name() string
	// Crawls says that it follows the pages of a portal as search engines do, so that
	// robots.txt holds for it. An interface for programs, which the operator named,
	// is asked whatever robots.txt says of crawlers.
	Crawls() bool
	// Walk hands over every item that the source has, by v.Put or v.Seen, page by
	// page. It goes on at v.Cursor if an earlier run was interrupted there. The error
	// says that the walk did not come to its end: then nothing counts as missing.
	Walk(ctx context.Context, v *Visit) error
}

// Version is what a source said of the version of an item.
type Version struct {
	ETag, LastModified string
	// Listed is what the list said, such as a sitemap's lastmod.
	Listed string
}

// Visit is one run of one source, for its protocol. It is used by one goroutine.
type Visit struct {
	Source Source
	opt    Options
	client *client.Client
	store  *store
	under  *journal.Under
	report *Report
	seen   []string // since the last page
	gone   map[string]bool
	// partial says that the source lists only some of what it has.
	partial bool
	done    int
}

// Get asks for an address within the limits and the pace of the run. The error is a
// *client.Error, or that of ctx.
func (v *Visit) Get(ctx context.Context, r client.Request) (*client.Answer, error) {
	return v.client.Get(ctx, r)
}

// Now is when the run is.
func (v *Visit) Now() time.Time { return v.opt.Now() }

// Limit is how many bytes one answer may have.
func (v *Visit) Limit() int64 {
	return v.Source.limits().Over(client.Defaults()).AnswerBytes
}

// Cursor is where an interrupted run stopped, "" for the beginning.
func (v *Visit) Cursor() string { return v.under.Cursor }

// Done reports whether there is nothing to do with an item: this run has dealt with it,
// before it was interrupted, or it was taken out on request.
func (v *Visit) Done(key string) bool {
	return v.under.Seen[key] || v.takenOut(Item{Key: key}) != ""
}

// Known returns the version of an item that is held, and false where none is.
func (v *Visit) Known(key string) (Version, bool) {
	e, ok := v.store.journal.Lookup(key)
	if e.Owes { // it is asked for whole
		return Version{}, !e.Gone
	}
	return Version{e.ETag, e.LastModified, e.Listed}, ok && !e.Gone
}

// Seen says that an item is there as it was.
func (v *Visit) Seen(key string) {
	v.report.Unchanged++
	v.saw(key)
}

func (v *Visit) saw(key string) {
	v.seen = append(v.seen, key)
	v.done++
	v.opt.Progress(v.Source.Name, v.done, 0)
}

// Count is how many different items the run has seen so far.
func (v *Visit) Count() int {
	n := len(v.under.Seen)
	fresh := map[string]bool{}
	for _, key := range v.seen {
		if !v.under.Seen[key] && !fresh[key] {
			fresh[key] = true
			n++
		}
	}
	return n
}

// Gone says that the source says that an item is gone.
func (v *Visit) Gone(key string) { v.gone[key] = true }

// Partial says that an item which is not listed may be there nevertheless, as in a
// feed of the latest ten.
func (v *Visit) Partial() { v.partial = true }

// Refuse says that something could not be taken, and why. The rest goes on.
func (v *Visit) Refuse(where string, err error) {
	v.report.RefusedCount++
	if len(v.report.Refused) < maxRefusals {
		v.report.Refused = append(v.report.Refused, refusal(where, err))
	}
}

// Put hands an item over, with what was said of its version.
func (v *Visit) Put(it Item, version Version) error {
	if it.Key == "" || it.Dataset == nil && it.Title == "" {
		v.Refuse(it.Address, notice.Of("item-no-title"))
		return nil
	}
	if at := v.takenOut(it); at != "" {
		return v.leaveOut(it.Key, at)
	}
	changed, added, err := v.store.put(it, version, v.opt.Now())
	if err != nil {
		return err
	}
	switch {
	case added:
		v.report.Added++
	case changed:
		v.report.Changed++
	default:
		v.report.Unchanged++
	}
	v.saw(it.Key)
	return nil
}

// leaveOut notes that an item was taken out on request.
func (v *Visit) leaveOut(key, at string) error {
	if e, _ := v.store.journal.Lookup(key); e.Taken != "" || v.opt.DryRun {
		return nil
	}
	return v.store.journal.Put(journal.Entry{Key: key, Taken: at})
}

// Page acknowledges what was handed over since the last one; an interrupted run goes
// on at the cursor.
func (v *Visit) Page(cursor string) error {
	if !v.opt.DryRun {
		if err := v.store.journal.Sync(); err != nil {
			return err
		}
	}
	err := v.under.Add(journal.Page{Cursor: cursor, Seen: v.seen})
	v.seen = v.seen[:0]
	return err
}

// Blob fetches a file and keeps it among the files of the source.
func (v *Visit) Blob(ctx context.Context, address string) (Blob, *client.Answer, error) {
	a, err := v.client.Get(ctx, client.Request{URL: address, Keep: true})
	if err != nil {
		return Blob{}, nil, err
	}
	b, err := v.store.keep(a.Body)
	return b, a, err
}

// Keep keeps bytes among the files of the source.
func (v *Visit) Keep(content []byte) (Blob, error) { return v.store.keep(content) }

// Over reports whether an error ends the run, and not one item only: a limit of the
// run, or whoever waits for it does no more.
func Over(err error) bool {
	return errors.Is(err, client.ErrStopped) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
