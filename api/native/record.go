package native

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// items is the envelope of every list that is not a search.
type items[T any] struct {
	Items []T `json:"items"`
}

func list[T any](values []T) items[T] {
	if values == nil {
		values = []T{}
	}
	return items[T]{values}
}

// recordID reads {kind} and {slug}. An id that cannot exist is NotFound like any
// other that does not, with the nearest kind.
func recordID(r *http.Request) (string, error) {
	kind, okKind := httpkit.PathVar(r, "kind")
	slug, okSlug := httpkit.PathVar(r, "slug")
	if okKind && okSlug && vocab.Kind(kind).Valid() && catalog.ValidSlug(slug) {
		return catalog.MakeID(vocab.Kind(kind), slug), nil
	}
	f := catalog.NewFault(catalog.NotFound, "slug", "Mã bản ghi chỉ gồm chữ thường không dấu, chữ số, dấu -, _ và dấu chấm.",
		"A record's slug has only lower-case letters without marks, digits, -, _ and dots.")
	if !vocab.Kind(kind).Valid() {
		f = catalog.NewFault(catalog.NotFound, "kind", "Không có loại bản ghi này. Có: "+vocab.KindList()+".", "There is no such kind of record. The kinds are: "+vocab.KindList()+".")
		f.Nearest = text.Nearest(kind, vocab.Kinds().Codes())
	}
	return "", f
}

// record answers with one record: now, in one version, or as it was on a day.
func (f *Face) record(w http.ResponseWriter, r *http.Request) error {
	format, err := httpkit.Negotiate(w, r, []httpkit.Format{jsonFormat(), geojsonFormat()})
	if err != nil {
		return err
	}
	id, err := recordID(r)
	if err != nil {
		return err
	}
	rec, err := f.find(r.Context(), id, httpkit.Parsed(r))
	if err != nil {
		return f.explain(r.Context(), id, err)
	}
	f.linkRecord(w, rec)
	around := f.surroundings(rec, httpkit.Parsed(r))
	val := httpkit.Validator{ETag: httpkit.ETag(f.numbers.Program, format.Name, rec.ID, rec.Version, rec.Modified.UnixNano(), around.state), Modified: rec.Modified}
	if around.at.After(val.Modified) {
		val.Modified = around.at
	}
	rec = whole(rec)
	if format.Name == geojsonFormat().Name {
		return writeAs(w, r, format.Media, featureOf(rec, f.kit.BaseURL()), val)
	}
	return httpkit.WriteJSON(w, r, located{rec, around.Surroundings}, val)
}

func (f *Face) find(ctx context.Context, id string, p httpkit.Values) (catalog.Record, error) {
	switch {
	case p.Has("version") && p.Has("as_of"):
		return catalog.Record{}, catalog.NewFault(catalog.Invalid, "version", "Chỉ dùng một trong hai: version hoặc as_of.", "Give either version or as_of, not both.")
	case p.Has("version"):
		return f.src.Store.RecordVersion(ctx, id, int(p.Int("version")))
	case p.Has("as_of"):
		return f.src.Store.RecordAsOf(ctx, id, p.Date("as_of"))
	}
	return f.src.Store.Record(ctx, id)
}

// explain adds to a fault about a record what helps to go on: what replaces a
// removed one, and since when the catalogue knows one that was asked too early.
func (f *Face) explain(ctx context.Context, id string, err error) error {
	var fault *catalog.Fault
	if !errors.As(err, &fault) || fault.Kind != catalog.Gone && fault.Kind != catalog.NotFound {
		return err
	}
	versions, histErr := f.src.Store.Versions(ctx, id)
	if histErr != nil || len(versions) == 0 {
		return err // never existed: the fault says it all
	}
	members := map[string]any{"first_recorded": versions[0].Modified, "versions": f.kit.URL("/api/v1/records/" + id + "/versions")}
	if fault.Kind == catalog.Gone {
		members["superseded_by"] = f.heirs(ctx, id, versions)
	}
	return httpkit.WithMembers(err, members)
}

// heirs are the records that replace a removed one: those its last version named
// and those that name it.
func (f *Face) heirs(ctx context.Context, id string, versions []store.Version) []string {
	heirs := []string{}
	for _, v := range slices.Backward(versions) {
		if v.Removed {
			continue
		}
		if rec, err := f.src.Store.RecordVersion(ctx, id, v.Version); err == nil {
			heirs = append(heirs, rec.SupersededBy...)
		}
		break
	}
	links, err := f.src.Store.Backlinks(ctx, id)
	if err != nil {
		return heirs // the hint is a kindness; the answer is Gone either way
	}
	for _, l := range links {
		if l.Rel == store.RelSupersedes && !slices.Contains(heirs, l.ID) {
			heirs = append(heirs, l.ID)
		}
	}
	return heirs
}

// linkRecord tells programs where the pages and the history are (RFC 8288, RFC 5829).
func (f *Face) linkRecord(w http.ResponseWriter, rec catalog.Record) {
	for _, lang := range []string{"vi", "en"} {
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="text/html"; hreflang=%q`, f.kit.URL("/"+lang+"/"+rec.ID), lang))
	}
	w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="version-history"`, f.kit.URL("/api/v1/records/"+rec.ID+"/versions")))
}

func (f *Face) versions(w http.ResponseWriter, r *http.Request) error {
	id, err := recordID(r)
	if err != nil {
		return err
	}
	versions, err := f.src.Store.Versions(r.Context(), id)
	if err != nil {
		return err
	}
	val := httpkit.Validator{}
	if n := len(versions); n > 0 {
		val.Modified = versions[n-1].Modified
	}
	return httpkit.WriteJSON(w, r, list(versions), val)
}

// difference is what changed between two versions of a record.
type difference struct {
	ID    string              `json:"id"`
	From  int                 `json:"from"`
	To    int                 `json:"to"`
	Items []store.FieldChange `json:"items"`
}

// diff compares two versions; without to the newest that is no removal, without
// from the one before to.
func (f *Face) diff(w http.ResponseWriter, r *http.Request) error {
	id, err := recordID(r)
	if err != nil {
		return err
	}
	p := httpkit.Parsed(r)
	d := difference{ID: id, From: int(p.Int("from")), To: int(p.Int("to"))}
	if d.To == 0 {
		versions, err := f.src.Store.Versions(r.Context(), id)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if !v.Removed {
				d.To = v.Version
			}
		}
	}
	if d.From == 0 {
		d.From = max(1, d.To-1)
	}
	if d.Items, err = store.Diff(r.Context(), f.src.Store, id, d.From, d.To); err != nil {
		return f.explain(r.Context(), id, err)
	}
	d.Items = list(d.Items).Items
	return f.writeNow(w, r, d, httpkit.Validator{})
}

func (f *Face) related(w http.ResponseWriter, r *http.Request) error {
	id, err := recordID(r)
	if err != nil {
		return err
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	if _, err := f.src.Store.Record(r.Context(), id); err != nil {
		return f.explain(r.Context(), id, err)
	}
	hits, err := f.src.Finder.Related(r.Context(), id, httpkit.Lang(r), int(httpkit.Parsed(r).Int("limit")))
	if err != nil {
		return err
	}
	return f.writeNowWith(w, r, httpkit.Validator{}, func(b *bytes.Buffer) error {
		b.WriteString(`{"items":`)
		if err := f.hits(b, hits); err != nil {
			return err
		}
		return b.WriteByte('}')
	})
}

func (f *Face) backlinks(w http.ResponseWriter, r *http.Request) error {
	id, err := recordID(r)
	if err != nil {
		return err
	}
	if _, err := f.src.Store.Record(r.Context(), id); err != nil {
		return f.explain(r.Context(), id, err)
	}
	links, err := f.src.Store.Backlinks(r.Context(), id)
	if err != nil {
		return err
	}
	return f.writeNow(w, r, list(links), httpkit.Validator{})
}

// whole returns rec with empty lists where the contract promises lists.
func whole(rec catalog.Record) catalog.Record {
	if rec.Places == nil {
		rec.Places = []catalog.PlaceRef{}
	}
	if rec.Provenance == nil {
		rec.Provenance = []catalog.Provenance{}
	}
	return rec
}
