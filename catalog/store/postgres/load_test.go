package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func point(slug, title string) catalog.Record {
	return catalog.Record{ID: "place/" + slug, Kind: vocab.Place, Title: text.New(title, ""), Body: text.New(strings.Repeat("núi Hồng ", 50), ""),
		Links: []catalog.Link{{Rel: "near", ID: "place/p0"}}}
}

// load writes records and people's documents, and reads, until it is stopped; it notes what
// was acknowledged.
type load struct {
	t       *testing.T
	s       *Store
	p       *Private
	stop    chan struct{}
	workers sync.WaitGroup

	rounds   int   // publications acknowledged, each of 20 records and the next title
	seq      int64 // the last change acknowledged
	appended int   // documents and log entries acknowledged
	reads    int
}

func begin(t *testing.T, a Address) *load {
	t.Helper()
	p, err := OpenPrivate(t.Context(), a, Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &load{t: t, s: openAt(t, a, nil), p: p, stop: make(chan struct{})}
	for _, work := range []func() error{l.publish, l.append, l.read} {
		l.workers.Go(func() {
			for {
				select {
				case <-l.stop:
					return
				default:
				}
				if err := work(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	return l
}

func (l *load) publish() error {
	p, err := l.s.Publish(l.t.Context(), "o")
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	defer p.Discard()
	for i := range 20 {
		if _, err := p.Put(l.t.Context(), point(fmt.Sprint("p", i), fmt.Sprint(l.rounds+1))); err != nil {
			return fmt.Errorf("put: %w", err)
		}
	}
	seq, err := p.Commit(l.t.Context())
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	l.rounds, l.seq = l.rounds+1, seq
	return nil
}

func (l *load) append() error {
	err := l.p.Write(l.t.Context(), func(tx private.Tx) error {
		d := private.Document{Collection: "drafts", ID: fmt.Sprint(l.appended), Body: []byte(`"x"`)}
		if _, err := tx.Save(l.t.Context(), d); err != nil {
			return err
		}
		_, err := tx.Append(l.t.Context(), private.Entry{Role: "program", Action: "save", Target: "drafts/" + d.ID})
		return err
	})
	if err != nil {
		return fmt.Errorf("append: %w", err)
	}
	l.appended++
	return nil
}

// read asks for one state: all of its records are of one publication.
func (l *load) read() error {
	ctx := l.t.Context()
	seq, err := l.s.Seq(ctx)
	if catalog.KindOf(err) == catalog.Upstream {
		return nil // longer away than a reader waits
	}
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if seq%20 != 0 {
		return fmt.Errorf("half a publication is acknowledged: change %d", seq)
	}
	titles := map[string]int{}
	err = l.s.At(seq).Each(ctx, func(rec catalog.Record, _ int64) error { titles[rec.Title[text.VI]]++; return nil })
	if err == nil && seq > 0 && (len(titles) != 1 || titles[fmt.Sprint(seq/20)] != 20) {
		err = fmt.Errorf("the state of change %d has the titles %v", seq, titles)
	}
	if err != nil && catalog.KindOf(err) != catalog.Upstream {
		return fmt.Errorf("read: %w", err)
	}
	l.reads++
	return nil
}

// end stops the load and holds what there is against what was acknowledged.
func (l *load) end() {
	t := l.t
	t.Helper()
	close(l.stop)
	l.workers.Wait()
	defer l.s.Close()
	defer l.p.Close()
	ctx := t.Context()
	if seq, err := l.s.Seq(ctx); err != nil || seq != l.seq || seq != int64(20*l.rounds) {
		t.Errorf("the store is at %d, %v; acknowledged were %d in %d publications", seq, err, l.seq, l.rounds)
	}
	for since := int64(0); since < l.seq; {
		page, err := l.s.Changes(ctx, since, store.MaxChanges)
		if err != nil || len(page) == 0 {
			t.Fatalf("after change %d: %d changes, %v", since, len(page), err)
		}
		for _, c := range page {
			if c.Seq != since+1 || c.Version != int(since/20)+1 {
				t.Fatalf("after change %d comes %d, version %d of %s", since, c.Seq, c.Version, c.ID)
			}
			since = c.Seq
		}
	}
	if d, err := l.s.Check(ctx); err != nil || len(d) > 0 {
		t.Errorf("damage %v, %v", d, err)
	}
	if back, err := l.s.Backlinks(ctx, "place/p0"); err != nil || len(back) != 19 {
		t.Errorf("%d links, %v, want 19", len(back), err)
	}
	n, err := l.p.Count(ctx, private.Query{Collection: "drafts"}, 1<<30)
	if err != nil || n != l.appended {
		t.Errorf("%d documents, %v; acknowledged were %d", n, err, l.appended)
	}
	if d, err := l.p.Check(ctx); err != nil || len(d) > 0 {
		t.Errorf("damage of the log: %v, %v", d, err)
	}
	var last int64
	if _, err := l.p.read.value(ctx, "count", "SELECT count(*) FROM entry", nil, &last); err != nil || int(last) != l.appended {
		t.Errorf("%d lines of the log, %v; acknowledged were %d", last, err, l.appended)
	}
	if l.rounds == 0 || l.appended == 0 || l.reads == 0 {
		t.Error("nothing was done")
	}
	t.Logf("%d publications, %d documents with a line of the log, %d reads of a whole state", l.rounds, l.appended, l.reads)
}

func TestAServerThatCrashesUnderLoadLosesNothingAcknowledged(t *testing.T) {
	server := postgrestest.New(t)
	l := begin(t, parse(t, server.Place()))
	for _, how := range []syscall.Signal{postgrestest.Immediate, postgrestest.Fast, postgrestest.Immediate} {
		time.Sleep(700 * time.Millisecond)
		server.Stop(t, how)
		time.Sleep(200 * time.Millisecond)
		server.Start(t)
	}
	time.Sleep(700 * time.Millisecond)
	l.end()
}

func TestCutConnectionsUnderLoadLoseNothingAcknowledged(t *testing.T) {
	server := postgrestest.New(t)
	a := parse(t, server.Place())
	l := begin(t, a)
	knife, err := parse(t, server.Database()).connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer knife.Close(context.WithoutCancel(t.Context()))
	cut := 0
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); time.Sleep(37 * time.Millisecond) {
		var n int
		if err := knife.QueryRow(t.Context(), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'honglinh' AND pid <> pg_backend_pid()").Scan(&n); err != nil {
			t.Fatal(err)
		}
		cut += n
	}
	l.end()
	if t.Logf("%d connections were cut", cut); cut < 50 {
		t.Errorf("%d connections were cut, want many", cut)
	}
}
