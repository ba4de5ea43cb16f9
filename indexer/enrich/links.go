package enrich

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/indexer/convert"
)

// RelLegalBasis is the relation to a document that is named as a legal basis.
const RelLegalBasis = "legal_basis"

// Numbers returns the normalised numbers by which a document can be named.
func Numbers(rec *catalog.Record) []string {
	if rec.Kind != vocab.Document {
		return nil
	}
	codes := analysis.Codes(attribute(rec, "number"))
	if len(codes) > 1 {
		codes = codes[:1]
	}
	return codes
}

// links drops links that lead nowhere, with a warning, adds those to the
// documents that a legal-basis text names by number, and says what each leads to.
func (r *run) links(d *convert.Draft) {
	rec := &d.Record
	rec.Links = slices.DeleteFunc(rec.Links, func(l catalog.Link) bool {
		if l.ID == "" || r.known[l.ID] {
			return false
		}
		r.dangling(d, l.Rel, l.ID)
		return true
	})
	rec.Supersedes = slices.DeleteFunc(rec.Supersedes, func(id string) bool {
		if r.known[id] {
			return false
		}
		r.dangling(d, "supersedes", id)
		return true
	})
	r.legalBasis(d)
	if rec.Kind == vocab.Unit {
		r.relatives(rec)
	}
	for i, l := range rec.Links {
		if to := r.byID[l.ID]; to != nil && l.Title.IsZero() {
			rec.Links[i].Title = maps.Clone(to.Title)
		}
	}
	if len(rec.Links) == 0 {
		rec.Links = nil
	}
}

func (r *run) dangling(d *convert.Draft, rel, id string) {
	r.out.Missing[d.Record.ID] = append(r.out.Missing[d.Record.ID], id)
	why := notice.Of("dangling-link", id)
	r.warn(d, rel, why)
	d.Record.Warnings = append(d.Record.Warnings, catalog.Warning{Code: why.Code, Field: "links." + rel, Message: why.Reason})
}

func (r *run) legalBasis(d *convert.Draft) {
	rec := &d.Record
	var unknown []string
	for _, code := range Named(rec) {
		switch ids := r.documents(code); {
		case len(ids) == 1 && ids[0] != rec.ID:
			addLink(rec, catalog.Link{Rel: RelLegalBasis, ID: ids[0]})
		case len(ids) == 0 && !r.linkedByNumber(rec, code):
			unknown = append(unknown, code)
		}
	}
	if len(unknown) > 0 {
		r.warn(d, RelLegalBasis, notice.Of("unknown-document", strings.Join(unknown, ", ")))
	}
}

// Named returns the numbers of documents that a record's legal-basis texts name, each
// once. Which documents they mean hangs on all numbers that begin like them.
func Named(rec *catalog.Record) []string {
	var out []string
	for _, key := range attributeKeys(rec) {
		s, ok := rec.Attributes[key].(string)
		if !ok || !strings.HasPrefix(key, "legal_basis") {
			continue
		}
		for _, code := range analysis.Codes(s) {
			if !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// documents returns the documents with a number. One whose beginning only is
// named with its year ("Decree 31/2021") counts if no other begins like it.
func (r *run) documents(code string) []string {
	if ids := r.number[code]; len(ids) > 0 || len(strings.TrimLeft(code, "0123456789")) == len(code) || !dated(code) {
		return ids
	}
	return r.beginning(code)
}

// beginning lists the documents whose number begins with the code.
func (r *run) beginning(code string) (found []string) {
	for number, ids := range r.number {
		if strings.HasPrefix(number, code) {
			found = append(found, ids...)
		}
	}
	return found
}

// linkedByNumber reports whether the record links to a document whose number
// begins with the code: "Decision 66" beside a link to 66/QĐ-UBND.
func (r *run) linkedByNumber(rec *catalog.Record, code string) bool {
	ids := r.beginning(code)
	return slices.ContainsFunc(rec.Links, func(l catalog.Link) bool { return slices.Contains(ids, l.ID) })
}

// dated reports whether the digits of a code end in a year.
func dated(code string) bool {
	digits := code[:len(code)-len(strings.TrimLeft(code, "0123456789"))]
	return len(digits) > 4 && (strings.HasPrefix(digits[len(digits)-4:], "19") || strings.HasPrefix(digits[len(digits)-4:], "20"))
}

func attributeKeys(rec *catalog.Record) []string {
	keys := make([]string, 0, len(rec.Attributes))
	for k := range rec.Attributes {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func addLink(rec *catalog.Record, l catalog.Link) {
	for _, x := range rec.Links {
		if x.ID == l.ID && x.Rel == l.Rel {
			return
		}
	}
	rec.Links = append(rec.Links, l)
}

// relatives completes the links between units both ways from the register.
func (r *run) relatives(rec *catalog.Record) {
	u, ok := r.out.Places.ByID(rec.ID)
	if !ok {
		return
	}
	for _, id := range u.Predecessors {
		if r.known[id] {
			addLink(rec, catalog.Link{Rel: "predecessor", ID: id})
			rec.Supersedes = addID(rec.Supersedes, id)
		}
	}
	for _, id := range u.Successors {
		if r.known[id] {
			addLink(rec, catalog.Link{Rel: "successor", ID: id})
		}
	}
	sortLinks(rec.Links)
}

func sortLinks(links []catalog.Link) {
	sort.SliceStable(links, func(i, j int) bool {
		if links[i].Rel != links[j].Rel {
			return links[i].Rel < links[j].Rel
		}
		return links[i].ID < links[j].ID
	})
}

func addID(ids []string, id string) []string {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

// inverse tells every superseded record by which it was.
func (r *run) inverse() {
	by := map[string][]string{}
	r.records(func(rec *catalog.Record) {
		if _, refused := r.out.Refused[rec.ID]; refused {
			return
		}
		for _, id := range rec.Supersedes {
			by[id] = append(by[id], rec.ID)
		}
	})
	r.each(func(d *convert.Draft) {
		ids := slices.Clone(by[d.Record.ID])
		sort.Strings(ids)
		d.Record.SupersededBy = slices.Compact(ids)
	})
}

// maxChain bounds how far a chain of successors is followed: the longest known,
// a law of 1993 to today's, has four links.
const maxChain = 64

// today tells a superseded record what stands at the end of its chain, and
// every link whether what it leads to still holds.
func (r *run) today(d *convert.Draft) {
	rec := &d.Record
	ends, circle := r.ends(rec)
	if circle {
		r.doubt(d, catalog.Warning{Code: "circular-succession", Field: "supersedes", Message: text.New(
			"Bản ghi này, qua các bản ghi thay thế nó, lại thay chính nó: không rõ nay còn gì; hãy sửa cột supersedes của một trong số đó.",
			"Through what supersedes it this record supersedes itself: what stands today is not known; mend the column supersedes of one of them.")})
	}
	for _, id := range ends {
		rec.Today = append(rec.Today, catalog.Link{Rel: "today", ID: id, Title: maps.Clone(r.byID[id].Title)})
	}
	for i, l := range rec.Links {
		if to := r.byID[l.ID]; to != nil && vocab.Weakened(to.Status) {
			rec.Links[i].Status = to.Status
		}
	}
}

// ends are the records at the end of the chain that begins with rec, sorted, and whether the chain comes back to
// it: one that only runs in a circle has no end.
func (r *run) ends(rec *catalog.Record) (ends []string, circle bool) {
	seen, next := map[string]bool{rec.ID: true}, rec.SupersededBy
	for range maxChain {
		var further []string
		for _, id := range next {
			to := r.byID[id]
			circle = circle || id == rec.ID
			if to == nil || seen[id] {
				continue
			}
			seen[id] = true
			if len(to.SupersededBy) == 0 {
				ends = append(ends, id)
			}
			further = append(further, to.SupersededBy...)
		}
		if next = further; len(next) == 0 {
			break
		}
	}
	sort.Strings(ends)
	return ends, circle
}
