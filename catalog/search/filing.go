package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// addCodes files a record under its codes.
func (p *Preparer) addCodes(d *Document, rec *catalog.Record) {
	put := func(c Column, value string) {
		if value != "" && !slices.Contains(d.Codes[c], value) {
			d.Codes[c] = append(d.Codes[c], value)
		}
	}
	put(KindColumn, string(rec.Kind))
	for _, topic := range rec.Topics {
		put(TopicColumn, topic)
	}
	put(StatusColumn, rec.Status)
	if heldThen(rec) {
		put(StatusColumn, inForceThen)
	}
	put(LicenceColumn, rec.Licence)
	put(ConfidenceColumn, rec.Confidence())
	if s := rec.Sector; s != nil {
		put(SectorColumn, s.Scheme+":"+s.Code[:min(2, len(s.Code))])
		for _, code := range activities(*s) {
			put(ActivityColumn, code)
			put(ActivityColumn, s.Scheme+":"+code)
		}
	}
	for _, y := range years(rec) {
		put(YearColumn, strconv.Itoa(y))
	}
	for _, pr := range rec.Provenance {
		put(SourceColumn, host(pr.URL))
	}
	for _, st := range rec.Statements {
		put(SourceColumn, host(st.Provenance.URL))
	}
	if rec.Table != nil {
		put(DatasetColumn, rec.Table.Dataset)
		put(SourceColumn, datasetSource(rec.Table.Dataset))
	} else if rec.Kind == vocab.Dataset {
		put(DatasetColumn, rec.Slug())
	}
}

// activities are the code itself and all above it.
func activities(s vocab.SectorRef) []string {
	out := []string{}
	if section := s.Section(); section != "" && section != s.Code {
		out = append(out, section)
	}
	for n := 2; n < len(s.Code); n++ {
		out = append(out, s.Code[:n])
	}
	return append(out, s.Code)
}

// years are those of the record's date or, for figures, of the periods; else the year in
// which it became valid.
func years(rec *catalog.Record) []int {
	var out []int
	put := func(y int) {
		if y != 0 && !slices.Contains(out, y) {
			out = append(out, y)
		}
	}
	put(rec.Date.Year())
	for _, o := range rec.Observations {
		if len(o.Period) >= 4 {
			if y, err := strconv.Atoi(o.Period[:4]); err == nil && y >= minYear && y <= maxYear {
				put(y)
			}
		}
	}
	if len(out) == 0 {
		put(rec.Valid.From.Year())
	}
	return out
}

// host is the publisher of an address, without www.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

func (p *Preparer) addPlaces(d *Document, rec *catalog.Record) {
	put := func(c Column, value string) {
		if value != "" && !slices.Contains(d.Codes[c], value) {
			d.Codes[c] = append(d.Codes[c], value)
		}
	}
	for _, ref := range rec.Places {
		put(UnitColumn, ref.ID)
		put(AreaColumn, ref.Code)
		for _, lang := range text.Langs() {
			put(AreaColumn, placeName(ref.Name[lang]))
		}
		unit, ok := p.unit(ref)
		if !ok {
			put(PlaceColumn, firstOf(ref.Code, ref.ID, placeName(ref.Name[text.VI]), placeName(ref.Name[text.EN])))
			continue
		}
		p.addUnit(d, unit, put)
	}
	if unit, ok := p.unit(catalog.PlaceRef{ID: rec.ID}); ok && rec.Kind == vocab.Unit {
		p.addUnit(d, unit, put)
	}
}

func (p *Preparer) addUnit(d *Document, unit place.Unit, put func(Column, string)) {
	d.Terms[Keys] = append(d.Terms[Keys], PlaceKey(unit.ID))
	for _, u := range p.Places.Family(unit.ID) {
		for _, held := range append([]place.Unit{u}, p.Places.Ancestors(u.ID)...) {
			put(AreaColumn, held.ID)
			put(PlaceColumn, held.ID)
		}
	}
}

// placeValue names a unit in a query of a day, "" for today: its code where that means this unit, else its id.
func placeValue(r *place.Register, u place.Unit, on string) string {
	if u.Code != "" {
		if meant := r.Resolve(u.Code, on); len(meant) > 0 && meant[0].ID == u.ID {
			return u.Code
		}
	}
	return u.ID
}

// placeName is how a name of a place that no register knows is filed.
func placeName(s string) string {
	if s == "" {
		return ""
	}
	return "name:" + place.Bare(s)
}

// unit is the unit that a reference means.
func (p *Preparer) unit(ref catalog.PlaceRef) (place.Unit, bool) {
	if p.Places == nil {
		return place.Unit{}, false
	}
	if u, ok := p.Places.ByID(ref.ID); ok {
		return u, true
	}
	if ref.Code == "" {
		return place.Unit{}, false
	}
	key := ref.Code
	if ref.ValidFrom != "" {
		key += "@" + string(ref.ValidFrom)
	}
	if units := p.Places.Resolve(key, ""); len(units) > 0 {
		return units[0], true
	}
	return place.Unit{}, false
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
