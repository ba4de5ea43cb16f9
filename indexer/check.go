package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/engines"
	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/stores"
	"honglinh/catalog/text"
)

// Grade is how much a finding matters.
type Grade string

// The grades of findings.
const (
	// Damage wants mending: by Repair, or by what the detail says.
	Damage Grade = "damage"
	// Heals is put right by the next run without anybody's doing.
	Heals Grade = "heals"
	// Note is for the editors.
	Note Grade = "note"
)

// Finding is one thing that Check found.
type Finding struct {
	Code   string `json:"code"`
	ID     string `json:"id,omitempty"`
	Detail string `json:"detail"`
	Grade  Grade  `json:"grade"`
}

// Check looks at the catalogue of o: the store by itself, the index against
// the store, links, validity and review dates, and the private store with the
// chain of its log. It runs beside a server, whose
// index it then leaves alone.
func Check(ctx context.Context, o Options) ([]Finding, error) {
	o.defaults()
	place, err := PlaceOf(ctx, o.Store, o.Data)
	if err != nil {
		return nil, err
	}
	made, err := engines.Find(o.Engine, filepath.Join(o.Data, indexFolder))
	if err != nil {
		return nil, err
	}
	st, err := place.OpenReader(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	c := &checker{st: st, place: place, engines: made, data: o.Data, now: o.Now(), ids: map[string]bool{}}
	for _, step := range []func(context.Context) error{c.storage, c.records, c.links, c.copies, c.index, c.private} {
		if err := step(ctx); err != nil {
			return c.found, err
		}
	}
	return c.found, nil
}

type checker struct {
	st      store.Reader
	place   stores.Place
	engines search.Factory
	data    string
	now     time.Time
	ids     map[string]bool
	found   []Finding
}

func (c *checker) add(grade Grade, code, id, format string, args ...any) {
	c.found = append(c.found, Finding{Code: code, ID: id, Detail: fmt.Sprintf(format, args...), Grade: grade})
}

func (c *checker) storage(ctx context.Context) error {
	damage, err := c.st.Check(ctx)
	for _, d := range damage {
		c.add(Damage, "store-"+d.Code, d.ID, "%s", d.Detail)
	}
	return err
}

func (c *checker) records(ctx context.Context) error {
	return c.st.Each(ctx, func(rec catalog.Record, _ int64) error {
		c.ids[rec.ID] = true
		for _, f := range catalog.Validate(&rec, catalog.Anywhere()) {
			c.add(Damage, "invalid", rec.ID, "%s: %s", f.Where, f.Detail[text.EN])
		}
		if rec.Overdue(c.now) {
			c.add(Note, "review-overdue", rec.ID, "its review was due on %s", rec.ReviewDue)
		}
		if rec.Valid.To != "" && rec.Status == "in-force" && rec.Valid.To.End().Before(c.now) {
			c.add(Note, "expired-in-force", rec.ID, "its validity ended on %s but its status says in force", rec.Valid.To)
		}
		return nil
	})
}

func (c *checker) links(ctx context.Context) error {
	dangling, err := c.st.Dangling(ctx)
	for _, d := range dangling {
		c.add(Note, "dangling-link", d.From, "%s leads to %s, which is not there", d.Rel, d.To)
	}
	return err
}

func (c *checker) copies(ctx context.Context) error {
	lib, err := readLibrary(ctx, c.st)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	for _, name := range lib.names() {
		c.copy(ctx, name, filepath.Join(c.data, lib[name].Dir))
	}
	return err
}

// private holds the private store, where there is one, against itself: nobody took
// a line out of the log or changed one.
func (c *checker) private(ctx context.Context) error {
	people, err := c.place.OpenPrivateReader(ctx)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer people.Close()
	damage, err := people.Check(ctx)
	for _, d := range damage {
		at := ""
		if d.Seq > 0 {
			at = fmt.Sprintf("log/%d", d.Seq)
		}
		c.add(Damage, "private-"+d.Code, at, "%s", d.Detail)
	}
	return err
}

// copy holds the copy of a package against the hash that is its name.
func (c *checker) copy(ctx context.Context, name, dir string) {
	files, _, err := listing(dir)
	switch {
	case err != nil || len(files) == 0:
		c.add(Damage, "copy-missing", "dataset/"+name, "the copy of the package is not there; `honglinh check --repair --packages …` or the next run makes it anew from its source")
	case !isSound(ctx, dir, files):
		c.add(Damage, "copy-damaged", "dataset/"+name, "the copy of the package is not what was ingested; `honglinh check --repair --packages …` or the next run makes it anew from its source")
	}
}

// index holds the ids and the sequence of the search index against the store's.
func (c *checker) index(ctx context.Context) error {
	if h := lock.HolderOf(c.data); h.PID != 0 && h.Doing == "serve" && c.held() {
		c.add(Note, "index-in-use", "", "process %d serves the folder; its index is not opened", h.PID)
		return nil
	}
	var g generation
	raw, err := os.ReadFile(filepath.Join(c.data, indexFolder, "CURRENT"))
	if err == nil {
		err = json.Unmarshal(raw, &g)
	}
	if err != nil {
		c.add(Heals, "index-missing", "", "there is no search index (%v); the next ingest builds it", err)
		return nil
	}
	engine, err := c.engines.Open(ctx, g.name())
	if errors.Is(err, search.ErrAway) {
		c.add(Note, "engine-away", "", "%v; the index is not compared with the store", err)
		return nil
	}
	if err != nil {
		c.add(Heals, "index-damaged", "", "%v; the next ingest builds it anew", err)
		return nil
	}
	defer engine.Close()
	return c.compare(ctx, engine)
}

// held reports whether another process holds the folder now.
func (c *checker) held() bool { return lock.Held(c.data) }

func (c *checker) compare(ctx context.Context, engine search.Engine) error {
	seq, err := c.st.Seq(ctx)
	if err != nil {
		return err
	}
	amiss := Damage
	if engine.Seq() != seq {
		amiss = Heals // the next run catches up, or builds it anew where it is ahead
		c.add(Heals, "index-behind", "", "the index is at change %d, the store at %d; the next ingest catches up", engine.Seq(), seq)
	}
	seen := map[string]bool{}
	req := search.Request{Sort: search.ByTitle, Limit: search.MaxLimit}
	for {
		res, err := engine.Search(ctx, req)
		if err != nil {
			return err
		}
		for _, m := range res.Hits {
			seen[m.ID] = true
			if !c.ids[m.ID] {
				c.add(amiss, "index-extra", m.ID, "the index holds a record that the store does not")
			}
		}
		if res.Next == nil {
			break
		}
		req.After = res.Next
	}
	for id := range c.ids {
		if !seen[id] {
			c.add(amiss, "index-lacks", id, "the store holds a record that the index does not")
		}
	}
	return nil
}
