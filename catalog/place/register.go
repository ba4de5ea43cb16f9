package place

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"honglinh/catalog/text"
)

// Register is all known units; it is immutable and safe for concurrent use.
type Register struct {
	units  []Unit
	byID   map[string]int
	byCode map[string][]int
	byName map[string][]named
	digest func() string
}

// named is one way to a unit: exact says that the name was given with its level.
type named struct {
	unit  int
	exact bool
}

// NewRegister returns the register of the units. Successors and predecessors
// are completed both ways; a relation to an unknown unit is left out.
func NewRegister(units []Unit) *Register {
	r := &Register{
		units:  slices.Clone(units),
		byID:   map[string]int{},
		byCode: map[string][]int{},
		byName: map[string][]named{},
	}
	sort.SliceStable(r.units, func(i, j int) bool { return r.units[i].ID < r.units[j].ID })
	for i, u := range r.units {
		r.byID[u.ID] = i
		if u.Code != "" {
			r.byCode[u.Code] = append(r.byCode[u.Code], i)
		}
	}
	r.relate()
	for i := range r.units {
		r.index(i)
	}
	r.digest = sync.OnceValue(func() string {
		sum := sha256.Sum256(fmt.Append(nil, r.units))
		return base64.RawURLEncoding.EncodeToString(sum[:12])
	})
	return r
}

// Digest identifies what the register says, for the tags of answers made from it.
func (r *Register) Digest() string { return r.digest() }

func (r *Register) relate() {
	for i := range r.units {
		r.units[i].Successors = r.known(r.units[i].Successors)
		r.units[i].Predecessors = r.known(r.units[i].Predecessors)
	}
	for i := range r.units {
		u := r.units[i]
		for _, id := range u.Successors {
			s := &r.units[r.byID[id]]
			s.Predecessors = add(s.Predecessors, u.ID)
		}
		for _, id := range u.Predecessors {
			p := &r.units[r.byID[id]]
			p.Successors = add(p.Successors, u.ID)
		}
	}
	for i := range r.units { // one order, in whichever way the relations were told
		sort.Strings(r.units[i].Successors)
		sort.Strings(r.units[i].Predecessors)
	}
}

func (r *Register) known(ids []string) []string {
	var out []string
	for _, id := range ids {
		if _, ok := r.byID[id]; ok {
			out = add(out, id)
		}
	}
	return out
}

func add(ids []string, id string) []string {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(slices.Clone(ids), id)
}

func (r *Register) index(i int) {
	u := r.units[i]
	names := append([]string{u.Name[text.VI], u.Name[text.EN]}, u.Aliases...)
	for _, name := range names {
		full := text.Fold(name)
		if full == "" {
			continue
		}
		r.name(full, i, true)
		if bare := Bare(name); bare != full && bare != "" {
			r.name(bare, i, false)
		}
	}
}

func (r *Register) name(key string, unit int, exact bool) {
	for k, n := range r.byName[key] {
		if n.unit == unit {
			r.byName[key][k].exact = n.exact || exact
			return
		}
	}
	r.byName[key] = append(r.byName[key], named{unit, exact})
}

// levelWords are the folded words for a level, long ones first, in front of a
// Vietnamese name or behind an English one.
func levelWords() []string {
	return []string{
		"thanh pho", "thi xa", "thi tran", "phuong", "huyen", "tinh", "quan", "xa",
		"t.x.", "t.p.", "t.t.", "tx.", "tp.", "tt.", "tx", "tp", "tt", "ph.", "p.", "h.", "x.", "q.", "t.",
		"township", "province", "district", "commune", "town", "ward", "city",
	}
}

// spelt returns the folded name with the abbreviation of its level spelt out: "p.
// bac hong" is "phuong bac hong".
func spelt(folded string) string {
	for _, a := range [][2]string{{"t.x.", "thi xa"}, {"t.p.", "thanh pho"}, {"t.t.", "thi tran"}, {"tx.", "thi xa"}, {"tp.", "thanh pho"}, {"tt.", "thi tran"},
		{"tx ", "thi xa"}, {"tp ", "thanh pho"}, {"tt ", "thi tran"}, {"ph.", "phuong"}, {"p.", "phuong"}, {"x.", "xa"}, {"h.", "huyen"}, {"q.", "quan"}, {"t.", "tinh"}} {
		if rest, ok := strings.CutPrefix(folded, a[0]); ok && strings.TrimSpace(rest) != "" {
			return a[1] + " " + strings.TrimSpace(rest)
		}
	}
	return folded
}

// Bare returns the folded name without the word for its level: "phường Đậu
// Liêu", "P. Đậu Liêu" and "Dau Lieu Ward" are all "dau lieu".
func Bare(name string) string {
	s := text.Fold(name)
	for _, w := range levelWords() {
		if rest, ok := strings.CutPrefix(s, w); ok && rest != "" && (rest[0] == ' ' || strings.HasSuffix(w, ".")) {
			return strings.TrimSpace(rest)
		}
		if rest, ok := strings.CutSuffix(s, " "+w); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// ByID returns the unit with the record id.
func (r *Register) ByID(id string) (Unit, bool) {
	i, ok := r.byID[id]
	if !ok {
		return Unit{}, false
	}
	return r.units[i], true
}

// All returns every unit, ordered by id.
func (r *Register) All() []Unit { return slices.Clone(r.units) }

// AsOf returns the units that existed on the date, ordered by id.
func (r *Register) AsOf(date string) []Unit {
	var out []Unit
	for _, u := range r.units {
		if u.At(date) {
			out = append(out, u)
		}
	}
	return out
}

// Children returns the units directly below id on the date ("" for any time).
func (r *Register) Children(id, date string) []Unit {
	var out []Unit
	for _, u := range r.units {
		if u.Parent == id && u.At(date) {
			out = append(out, u)
		}
	}
	return out
}
