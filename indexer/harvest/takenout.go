package harvest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"honglinh/indexer/harvest/journal"
)

// takenOut is the address by which somebody asked for the removal of an item, "" if nobody
// did.
func (v *Visit) takenOut(it Item) string {
	if len(v.Source.Removed) == 0 {
		return ""
	}
	if e, _ := v.store.journal.Lookup(it.Key); e.Taken != "" {
		return e.Taken
	}
	for _, r := range v.Source.Removed {
		if r.Address == it.Key || r.Address == it.Address || slices.Contains(it.Also, r.Address) {
			return r.Address
		}
	}
	return ""
}

// forget has nothing stay of what was taken out on request but that it was: not in the
// journal, not among the answers that were kept. Blobs and packages follow when the packages
// are written anew, which a removal always leads to. An item whose removal was taken back
// comes in again as a new one.
func (v *Visit) forget() error {
	asked := map[string]bool{}
	for _, r := range v.Source.Removed {
		asked[r.Address] = true
	}
	v.store.taken = mentions(v.Source.Removed)
	before, err := readTaken(v.store.dir)
	if err != nil {
		return err
	}
	taken := map[string][]string{}
	var out []journal.Entry
	for e := range v.store.journal.Entries() {
		switch {
		case e.Taken != "" && !asked[e.Taken]:
			out = append(out, journal.Entry{Key: e.Key, Gone: true})
		case e.Taken != "":
			taken[e.Taken] = append(append(taken[e.Taken], e.Key, e.Taken), before[e.Taken]...)
		case e.Gone || len(asked) == 0:
		default:
			it, err := v.item(e.Key)
			if err != nil {
				return err
			}
			if at := v.takenOut(it); at != "" {
				out = append(out, journal.Entry{Key: e.Key, Taken: at})
				taken[at] = append(append(taken[at], e.Key, it.Address), it.Also...)
				if err := v.store.unkeep(it.fetched()); err != nil {
					return err
				}
			}
		}
	}
	if err := v.store.noteTaken(taken, before); err != nil { // before the journal forgets them
		return err
	}
	if len(out) == 0 {
		return nil
	}
	if err := v.store.unkeepMentions(); err != nil {
		return err
	}
	for _, e := range out {
		if err := v.store.journal.Put(e); err != nil {
			return err
		}
	}
	return v.store.journal.Sync()
}

// fetched are the addresses whose answers hold something of an item.
func (it Item) fetched() []string {
	out := append([]string{it.Key, it.Address}, it.Also...)
	for _, a := range it.Attachments {
		out = append(out, a.Address)
	}
	if it.Dataset != nil {
		for _, t := range it.Dataset.Tables {
			out = append(out, t.Address)
		}
	}
	return out
}

// mentions is what an answer that lists something taken out has in it: the address, or its
// path as lists print it.
func mentions(removed []Removal) (out [][]byte) {
	for _, r := range removed {
		out = append(out, []byte(r.Address))
		if u, err := url.Parse(r.Address); err == nil && len(u.RequestURI()) > 1 {
			out = append(out, []byte(u.RequestURI()), []byte(strings.ReplaceAll(u.RequestURI(), "&", "&amp;")))
		}
	}
	return out
}

// mentioned reports whether a body lists something that was taken out.
func (s *store) mentioned(body []byte) bool {
	return slices.ContainsFunc(s.taken, func(m []byte) bool { return bytes.Contains(body, m) })
}

// unkeep removes the answers of addresses.
func (s *store) unkeep(addresses []string) error {
	for _, a := range addresses {
		if err := os.Remove(s.held(a)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// unkeepMentions removes the answers that list something taken out: the next run asks for
// them whole.
func (s *store) unkeepMentions() error {
	dir := filepath.Join(s.dir, "kept")
	answers, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range answers {
		var k keptAnswer
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err == nil {
			err = json.Unmarshal(b, &k)
		}
		if err != nil {
			continue // damaged, and asked for anew
		}
		if body, err := os.ReadFile(s.blob(k.Blob.Sum)); err == nil && (s.mentioned(body) || s.mentioned([]byte(k.Asked))) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
