package metadata

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// agents reads publisher and creators from the contributors; the publisher is
// who has that role, else the maintainer, else the first.
func (d *Dataset) agents(p *datasets.Package) {
	publisher := -1
	for i, c := range p.Contributors {
		switch {
		case slices.Contains(c.Roles, "publisher"):
			publisher = i
		case publisher < 0 && slices.Contains(c.Roles, "maintainer"):
			publisher = i
		}
		if slices.Contains(c.Roles, "author") || slices.Contains(c.Roles, "creator") {
			d.Creators = append(d.Creators, Agent{Name: c.Title, URL: web(c.Path)})
		}
	}
	if publisher < 0 && len(p.Contributors) > 0 {
		publisher = 0
	}
	if publisher >= 0 {
		d.Publisher = Agent{Name: p.Contributors[publisher].Title, URL: web(p.Contributors[publisher].Path)}
	}
}

// extension is what the descriptor's honglinh object may add.
type extension struct {
	Spatial   []string `json:"spatial"`
	Temporal  catalog.Interval
	Frequency string    `json:"accrualPeriodicity"`
	Contact   *contact  `json:"contact"`
	Theme     []string  `json:"theme"`
	Origin    text.Text `json:"provenance"`
	Legal     []Legal   `json:"legal"`
	ReviewDue string    `json:"review_due"`
	Withheld  *Withheld `json:"withheld"`
}

type contact struct {
	Name  text.Text `json:"name"`
	Email string    `json:"email"`
	URL   string    `json:"url"`
}

// extend reads the descriptor's own words; a key that cannot be read is left out
// and quality says that it is missing.
func (d *Dataset) extend(p *datasets.Package) {
	var e extension
	for _, key := range []string{"spatial", "temporal", "accrualPeriodicity", "contact", "theme", "provenance", "legal", "review_due", "withheld"} {
		if v, ok := p.Extension[key]; ok {
			into(map[string]any{key: v}, &e)
		}
	}
	for _, s := range e.Spatial {
		d.Spatial = append(d.Spatial, placeOf(s))
	}
	d.Temporal, d.Withheld = e.Temporal, e.Withheld
	if slices.Contains(Frequencies(), e.Frequency) {
		d.Frequency = e.Frequency
	}
	if e.Contact != nil {
		d.Contact = &Contact{Name: e.Contact.Name, Email: e.Contact.Email, URL: web(e.Contact.URL)}
	}
	if known := slices.DeleteFunc(e.Theme, func(c string) bool { return !slices.Contains(Themes(), c) }); len(known) > 0 {
		d.Themes = known
	}
	if !e.Origin.IsZero() {
		d.Provenance = e.Origin
	}
	d.Legal = slices.DeleteFunc(e.Legal, func(l Legal) bool { return web(l.URL) == "" })
	if day, err := catalog.ParseDate(e.ReviewDue); err == nil {
		d.ReviewDue = day
	}
}

func into(v any, dst *extension) {
	b, err := json.Marshal(v)
	if err != nil {
		return
	}
	copied := *dst
	if json.Unmarshal(b, &copied) == nil {
		*dst = copied
	}
}

// placeOf reads a place: an address, or the id of a unit.
func placeOf(s string) Place {
	if web(s) != "" {
		return Place{IRI: s}
	}
	if !strings.HasPrefix(s, "unit/") {
		s = "unit/" + s
	}
	return Place{Unit: s}
}

// web returns s if it is an absolute http address, else "".
func web(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}

// maxNamed is how many sources a provenance statement names before it counts the rest.
const maxNamed = 5

// provenance tells what a dataset was compiled from.
func provenance(sources []datasets.Source) text.Text {
	if len(sources) == 0 {
		return nil
	}
	var titles []string
	for _, s := range sources[:min(maxNamed, len(sources))] {
		titles = append(titles, s.Title)
	}
	vi, en := "Biên soạn từ: "+strings.Join(titles, "; "), "Compiled from: "+strings.Join(titles, "; ")
	if more := len(sources) - maxNamed; more > 0 {
		vi += fmt.Sprintf("; và %d nguồn khác", more)
		en += fmt.Sprintf("; and %d more sources", more)
	}
	return text.New(vi+".", en+".")
}

// versions takes the version of the newest table state and says what it changed.
func (d *Dataset) versions() {
	var vi, en []string
	for _, t := range d.Tables {
		if t.State == nil {
			continue
		}
		v := t.State.Current()
		if later(v.Number, d.Version) {
			d.Version = v.Number
		}
		if v.Created.After(d.Modified) && d.Package.Modified.IsZero() {
			d.Modified = v.Created
		}
		if len(t.State.Versions) > 1 {
			vi = append(vi, fmt.Sprintf("%s %s: thêm %d, bỏ %d, sửa %d dòng", t.Resource.Name, v.Number, v.Added, v.Removed, v.Changed))
			en = append(en, fmt.Sprintf("%s %s: %d rows added, %d removed, %d changed", t.Resource.Name, v.Number, v.Added, v.Removed, v.Changed))
		}
	}
	d.VersionNotes = text.New(strings.Join(vi, "; "), strings.Join(en, "; "))
}

// later compares version numbers part by part.
func later(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, y := part(as, i), part(bs, i)
		if len(x) != len(y) {
			return len(x) > len(y)
		}
		if x != y {
			return x > y
		}
	}
	return false
}

func part(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	if s := strings.TrimLeft(list[i], "0"); s != "" {
		return s
	}
	return ""
}
