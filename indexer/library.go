package indexer

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"sort"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/datasets"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/folder"
)

// Keys of the store's side documents.
const (
	libraryKey   = "indexer/library"
	thesaurusKey = "indexer/thesaurus"
)

// library is the packages of the last run by name.
type library map[string]entry

func (l library) names() []string {
	names := make([]string, 0, len(l))
	for n := range l {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// document reads a side document into v; one that is missing leaves v alone.
func (s *shelf) document(ctx context.Context, key string, v any) error {
	b, err := s.records.Document(ctx, key)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	if err := json.Unmarshal(b, v); err != nil { // the next run writes it anew
		s.opt.Log.Error("a document of the store is damaged and left out", "op", "store", "document", key, "err", err)
	}
	return nil
}

func (s *Service) putDocument(ctx context.Context, key string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.putRaw(ctx, key, b)
}

// putRaw writes a side document unless it is as it was.
func (s *Service) putRaw(ctx context.Context, key string, b []byte) error {
	old, err := s.store.Document(ctx, key)
	if err == nil && string(old) == string(b) {
		return nil
	}
	return s.store.PutDocument(ctx, key, b)
}

func (s *shelf) loadLibrary(ctx context.Context) (library, error) {
	lib := library{}
	return lib, s.document(ctx, libraryKey, &lib)
}

// restore reads the library, the thesaurus and the place register back.
func (s *shelf) restore(ctx context.Context) error {
	lib, err := s.loadLibrary(ctx)
	if err != nil {
		return err
	}
	s.takeLibrary(lib)
	if err := s.takeGeometry(ctx, lib); err != nil {
		return err
	}
	var concepts []convert.Concept
	if err := s.document(ctx, thesaurusKey, &concepts); err != nil {
		return err
	}
	if err := s.takeThesaurus(concepts); err != nil {
		return err
	}
	units, err := s.records.Kind(ctx, "unit")
	if err != nil {
		return err
	}
	s.takePlaces(place.NewRegister(enrich.Units(func(fn func(*catalog.Record)) {
		for i := range units {
			fn(&units[i])
		}
	})))
	return nil
}

// takePlaces takes a register over unless it is as the one at hand.
func (s *shelf) takePlaces(r *place.Register) {
	if r.Digest() != s.next.Places.Digest() {
		s.next.Places = r
	}
}

// takeLibrary takes the descriptors of the copies over.
func (s *shelf) takeLibrary(lib library) {
	if len(s.next.Library.All()) == len(lib) && reflect.DeepEqual(lib, s.published) {
		return
	}
	var all []*datasets.Package
	for _, name := range lib.names() {
		e := lib[name]
		p, _ := datasets.Read(folder.Dir(filepath.Join(s.opt.Data, e.Dir)), ".")
		if p == nil {
			s.opt.Log.Warn("a published package has no copy; it comes back with the next ingest", "op", "start", "source", name)
			continue
		}
		p.Modified, p.Shipped, p.Refused = e.Modified, e.Shipped, e.Refused
		all = append(all, p)
	}
	s.next.Library, s.published = &datasets.Library{}, lib
	s.next.Library.Set(all)
	s.stateSite()
}

// takeThesaurus takes concepts over; the error is for those that contradict themselves.
func (s *shelf) takeThesaurus(concepts []convert.Concept) error {
	if len(concepts) == 0 {
		s.next.Thesaurus, s.concepts = nil, nil
		return nil
	}
	if reflect.DeepEqual(concepts, s.concepts) {
		return nil
	}
	list := make([]analysis.Concept, len(concepts))
	for i, c := range concepts {
		list[i] = analysis.Concept{ID: c.ID, Domain: c.Domain, Pref: c.Pref, Alt: c.Alt, Abbr: c.Abbr, Broader: c.Broader, Related: c.Related}
	}
	t, err := analysis.NewThesaurus(list)
	if err != nil {
		return fmt.Errorf("thesaurus: %w", err)
	}
	s.next.Thesaurus, s.concepts = t, concepts
	return nil
}
