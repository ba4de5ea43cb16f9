package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Preparer turns records into documents. It remembers between records, so that each
// goroutine wants its own.
type Preparer struct {
	// Places completes the units that records name; nil leaves them as they are.
	Places *place.Register
	// Thesaurus tags documents with concepts; nil does without. A Finder's Snapshot wants
	// the same one.
	Thesaurus *analysis.Thesaurus

	analyzer analysis.Analyzer
}

// maxIndexed bounds the text of one record that is indexed, in bytes per language: the
// longest laws have about a megabyte.
const maxIndexed = 2 << 20

// Document makes a record ready for an engine.
func (p *Preparer) Document(rec *catalog.Record) Document {
	d := Document{ID: rec.ID, Terms: map[Field][]string{}, Codes: map[Column][]string{}}
	for _, lang := range text.Langs() {
		p.addText(&d, names(rec, lang), lang, true)
		p.addText(&d, running(rec, lang), lang, false)
	}
	p.addCodes(&d, rec)
	p.addPlaces(&d, rec)
	addGround(&d, rec)
	d.Titles = completions(rec)
	d.SortTitle = sortTitle(rec)
	d.Day, d.From, d.To = day(rec), startDay(rec.Valid.From), endDay(rec.Valid.To)
	d.Capital, d.Area = rec.Capital, rec.Area
	d.Quality = quality(rec)
	return d
}

// maxTagged bounds how often a concept counts in one text; BM25 is flat beyond.
const maxTagged = 20

// gap parts texts that do not run on, so that no pair of words spans them.
const gap = "\n"

// addText indexes texts in one language; names also go to the titles.
func (p *Preparer) addText(d *Document, texts []string, lang text.Lang, isName bool) {
	for _, s := range texts {
		if len(s) > maxIndexed {
			s = s[:maxIndexed]
		}
		prep := p.analyzer.Prepare(s, string(lang))
		d.add(Toned, prep.Toned)
		d.add(Folded, prep.Folded)
		d.add(Folded, prep.Extra)
		d.add(Pairs, prep.FoldedBigrams)
		d.add(Stems, prep.Stems)
		for _, c := range prep.Codes {
			d.Terms[Keys] = append(d.Terms[Keys], CodeKey(c))
		}
		if isName {
			d.add(Titles, prep.Folded)
			d.Terms[Keys] = append(d.Terms[Keys], TitleKey(strings.Join(prep.Folded, " ")))
		}
		if p.Thesaurus != nil {
			for _, c := range p.Thesaurus.Tag(prep, string(lang)) {
				for range min(c.Count, maxTagged) {
					d.Terms[Keys] = append(d.Terms[Keys], ConceptKey(c.ID))
				}
			}
		}
	}
}

func (d *Document) add(f Field, terms []string) {
	if len(terms) > 0 {
		d.Terms[f] = append(d.Terms[f], terms...)
	}
}

// names are the titles and other names of a record in a language; names of no language
// count as Vietnamese.
func names(rec *catalog.Record, lang text.Lang) []string {
	var out []string
	if s := rec.Title[lang]; s != "" {
		out = append(out, s)
	}
	if lang == text.VI {
		out = append(out, rec.Aliases...)
	}
	return out
}

// running are the other texts of a record in a language.
func running(rec *catalog.Record, lang text.Lang) []string {
	var out []string
	put := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	put(rec.Summary[lang])
	put(rec.Body[lang])
	for _, pl := range rec.Places {
		put(pl.Name[lang])
	}
	put(strings.Join(labels(rec, lang), gap))
	for _, s := range rec.Statements {
		put(s.Summary[lang])
	}
	if lang == text.VI {
		seen := map[string]bool{}
		put(strings.Join(attributeTexts(rec.Attributes, seen), gap))
		for _, s := range rec.Statements {
			put(strings.Join(attributeTexts(s.Attributes, seen), gap))
		}
		for _, pr := range rec.Provenance {
			put(pr.Title)
		}
	}
	return out
}

// labels are what the codes of a record are called, so that a search in either language
// finds what is filed under them.
func labels(rec *catalog.Record, lang text.Lang) []string {
	var out []string
	put := func(t text.Text) {
		if s := t[lang]; s != "" {
			out = append(out, s)
		}
	}
	put(vocab.Kinds().Label(string(rec.Kind)))
	for _, topic := range rec.Topics {
		put(vocab.Topics().Label(topic))
	}
	if rec.Sector != nil {
		put(rec.Sector.Title())
	}
	return out
}

// maxAttributeDepth bounds nested attributes: steps of a procedure hold lists of forms.
const maxAttributeDepth = 4

// attributeTexts gives the strings among the attributes, in the order of their names,
// without addresses.
func attributeTexts(attributes map[string]any, seen map[string]bool) []string {
	var out []string
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > maxAttributeDepth {
			return
		}
		switch v := v.(type) {
		case string:
			if v != "" && !seen[v] && !strings.HasPrefix(v, "http://") && !strings.HasPrefix(v, "https://") {
				seen[v] = true
				out = append(out, v)
			}
		case []any:
			for _, one := range v {
				walk(one, depth+1)
			}
		case []string:
			for _, one := range v {
				walk(one, depth+1)
			}
		case map[string]any:
			for _, name := range sortedKeys(v) {
				walk(v[name], depth+1)
			}
		case text.Text:
			for _, lang := range text.Langs() {
				walk(v[lang], depth+1)
			}
		}
	}
	walk(attributes, 0)
	return out
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

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
	put(AreaColumn, unit.ID)
	d.Terms[Keys] = append(d.Terms[Keys], PlaceKey(unit.ID))
	for _, above := range p.Places.Ancestors(unit.ID) {
		put(AreaColumn, above.ID)
	}
	today := p.Places.Current(unit.ID)
	if len(today) == 0 {
		today = []place.Unit{unit}
	}
	for _, u := range today {
		put(PlaceColumn, placeValue(p.Places, u))
		if u.ID == unit.ID {
			continue
		}
		for _, above := range p.Places.Ancestors(u.ID) {
			put(AreaColumn, above.ID)
		}
	}
}

// placeValue names a unit in a query: its code where that means this unit, else its id.
func placeValue(r *place.Register, u place.Unit) string {
	if u.Code != "" {
		if meant := r.Resolve(u.Code, ""); len(meant) > 0 && meant[0].ID == u.ID {
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

// addGround stores the bound of the geometry and a point that stands for it.
func addGround(d *Document, rec *catalog.Record) {
	if rec.Geometry == nil {
		return
	}
	g := rec.Geometry.Geometry()
	if g == nil {
		return
	}
	b := g.Bound()
	if b.IsEmpty() {
		return
	}
	p, ok := g.(orb.Point)
	if !ok {
		p, _ = planar.CentroidArea(g)
	}
	if p[0] != p[0] || p[1] != p[1] {
		p = b.Center()
	}
	d.Bound, d.Point = &b, &p
}

// completions are the names under which a record is offered while typing.
func completions(rec *catalog.Record) []Suggestion {
	var out []Suggestion
	for _, lang := range text.Langs() {
		if s := rec.Title[lang]; s != "" {
			out = append(out, Suggestion{Text: s, Kind: string(rec.Kind), ID: rec.ID})
		}
	}
	for _, s := range rec.Aliases {
		out = append(out, Suggestion{Text: s, Kind: string(rec.Kind), ID: rec.ID})
	}
	if rec.Kind == vocab.Document {
		for _, name := range []string{"number", "symbol", "doc_number", "so_ky_hieu", "code"} {
			if s, ok := rec.Attributes[name].(string); ok && strings.Contains(s, "/") {
				out = append(out, Suggestion{Text: s, Kind: "code", ID: rec.ID})
			}
		}
	}
	return out
}

// sortTitle orders by title: folded words, then the marked ones to settle ties.
func sortTitle(rec *catalog.Record) string {
	title, _ := rec.Title.Best(text.VI)
	return FoldTerms(title) + "\x00" + analysis.Canon(title)
}

// day is the day by which a record is as new as it is.
func day(rec *catalog.Record) int32 {
	for _, d := range []catalog.Date{rec.Date, rec.Valid.From} {
		if d != "" {
			return days(d.Start())
		}
	}
	latest := OpenFrom
	for _, pr := range rec.Provenance {
		if pr.Date != "" {
			latest = max(latest, days(pr.Date.Start()))
		}
	}
	return latest
}

func startDay(d catalog.Date) int32 {
	if d == "" {
		return OpenFrom
	}
	return days(d.Start())
}

func endDay(d catalog.Date) int32 {
	if d == "" {
		return OpenTo
	}
	return days(d.End())
}

// days counts the days since 1970-01-01, rounding towards the past.
func days(t time.Time) int32 {
	const day = 24 * 60 * 60
	s := t.Unix()
	if s < 0 {
		s -= day - 1
	}
	return int32(s / day)
}

// quality is the share of what a good record has that this one has.
func quality(rec *catalog.Record) float64 {
	have := []bool{
		!rec.Summary.IsZero(), !rec.Body.IsZero(), len(rec.Title) > 1, rec.Geometry != nil, len(rec.Places) > 0,
		len(rec.Provenance) > 0 && rec.Provenance[0].URL != "", rec.Confidence() == "high", rec.Date != "" || rec.Valid.From != "",
		len(rec.Attributes) > 3, len(rec.SupersededBy) == 0 && rec.Valid.To == "",
	}
	n := 0
	for _, ok := range have {
		if ok {
			n++
		}
	}
	return float64(n) / float64(len(have))
}
