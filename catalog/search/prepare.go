package search

import (
	"slices"
	"strings"

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
	// Lexicon tags documents with the senses of a general word list; nil does without. The
	// Snapshot wants the same one.
	Lexicon *analysis.Thesaurus

	analyzer analysis.Analyzer
	concepts termList
	senses   map[text.Lang]*termList
}

// maxIndexed bounds the text of one record that is indexed, in bytes per language: the
// longest laws have about a megabyte.
const maxIndexed = 2 << 20

// Sure is Document for what runs unattended: a record on which the analysis breaks
// down is indexed under its id alone, and costs no other record its place.
func (p *Preparer) Sure(rec *catalog.Record) (d Document) {
	defer func() {
		if recover() != nil {
			d = Document{ID: rec.ID, Terms: map[Field][]string{}, Codes: map[Column][]string{KindColumn: {string(rec.Kind)}}, SortTitle: rec.ID}
		}
	}()
	return p.Document(rec)
}

// Document makes a record ready for an engine.
func (p *Preparer) Document(rec *catalog.Record) Document {
	d := Document{ID: rec.ID, Terms: map[Field][]string{}, Codes: map[Column][]string{}}
	for _, lang := range text.Langs() {
		p.addText(&d, names(rec, lang), lang, true)
		p.addText(&d, running(rec, lang), lang, false)
	}
	addNumbers(&d, rec)
	p.addCodes(&d, rec)
	p.addPlaces(&d, rec)
	addPosition(&d, rec)
	d.SortTitle = sortTitle(rec)
	d.Day, d.From, d.To = day(rec), startDay(rec.Valid.From), endDay(rec.Valid.To)
	d.Capital, d.Area = rec.Capital, rec.Area
	d.Quality = quality(rec)
	for _, lang := range text.Langs() {
		if rec.Title[lang] != "" || rec.Summary[lang] != "" || rec.Body[lang] != "" {
			d.Langs = append(d.Langs, lang)
		}
	}
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
			p.addName(d, s, prep, lang)
		}
		p.tag(d, prep, lang)
	}
}

// addName indexes a name as a title, its abbreviations written out: CCN Nam Hồng is found as
// cụm công nghiệp Nam Hồng is.
func (p *Preparer) addName(d *Document, s string, prep analysis.Prepared, lang text.Lang) {
	key := func(term string) {
		if !slices.Contains(d.Terms[Keys], term) {
			d.Terms[Keys] = append(d.Terms[Keys], term)
		}
	}
	key(TitleKey(strings.Join(prep.Folded, " ")))
	key(TitleKey(strings.Join(prep.Toned, " ")))
	if long := analysis.SpellOut(s, string(lang)); long != s {
		prep = p.analyzer.Prepare(long, string(lang))
		key(TitleKey(strings.Join(prep.Folded, " ")))
		key(TitleKey(strings.Join(prep.Toned, " ")))
		d.add(Pairs, prep.FoldedBigrams)
	}
	d.add(Titles, prep.Folded)
	d.add(Titles, prep.FoldedBigrams)
	if core := coreName(s); core != s {
		key(CoreKey(FoldTerms(core)))
	}
}

// ownNumber is how often the number of the record itself counts, beside the acts it refers to.
const ownNumber = 5

// addNumbers raises the numbers of documents that are the whole of a fact: they are the
// record's own, or of the act by which it stands.
func addNumbers(d *Document, rec *catalog.Record) {
	own := func(attributes map[string]any) {
		for _, name := range sortedKeys(attributes) {
			s, _ := attributes[name].(string)
			if codes := analysis.Codes(s); len(codes) == 1 && strings.ReplaceAll(FoldTerms(s), " ", "") == codes[0] {
				d.Terms[Keys] = appendTimes(d.Terms[Keys], CodeKey(codes[0]), ownNumber)
			}
		}
	}
	own(rec.Attributes)
	for _, st := range rec.Statements {
		own(st.Attributes)
	}
}

// tag indexes the concepts and senses that a text names.
func (p *Preparer) tag(d *Document, prep analysis.Prepared, lang text.Lang) {
	if p.Thesaurus != nil {
		keys := p.concepts.of(p.Thesaurus, ConceptKey)
		p.Thesaurus.Tally(prep, string(lang), func(concept, count int) {
			d.Terms[Keys] = appendTimes(d.Terms[Keys], keys[concept], min(count, maxTagged))
		})
	}
	if p.Lexicon != nil {
		if p.senses == nil {
			p.senses = map[text.Lang]*termList{text.VI: {}, text.EN: {}}
		}
		keys := p.senses[lang].of(p.Lexicon, func(id string) string { return SenseKey(id, lang) })
		terms := d.Terms[Senses]
		p.Lexicon.Tally(prep, string(lang), func(sense, count int) {
			terms = appendTimes(terms, keys[sense], min(count, maxTagged))
		})
		if len(terms) > 0 {
			d.Terms[Senses] = terms
		}
	}
}

// termList holds the terms of all concepts of a thesaurus, by their place in it: a document
// has a hundred of them.
type termList struct {
	thesaurus *analysis.Thesaurus
	terms     []string
}

func (l *termList) of(t *analysis.Thesaurus, key func(id string) string) []string {
	if l.thesaurus != t {
		l.thesaurus, l.terms = t, nil
		for _, c := range t.All() {
			l.terms = append(l.terms, key(c.ID))
		}
	}
	return l.terms
}

// appendTimes appends a term that a text has n times.
func appendTimes(terms []string, term string, n int) []string {
	for range n {
		terms = append(terms, term)
	}
	return terms
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

// coreName is a name without what only explains it: from the bracket on, where the
// abbreviation or the unit stands, and "in the area" at the end, which says no more than
// that the figure is one of the catalogue's area.
func coreName(s string) string {
	core, _, _ := strings.Cut(s, " (")
	for _, tail := range []string{" trên địa bàn", " in the area"} {
		core = strings.TrimSuffix(core, tail)
	}
	if core == "" {
		return s
	}
	return core
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
		put(strings.Join(figureYears(rec), gap))
	}
	return out
}

// figureYears are the years that a record has figures of: who asks for "population
// 2023" means them.
func figureYears(rec *catalog.Record) []string {
	var out []string
	for _, o := range rec.Observations {
		if year, _, _ := strings.Cut(string(o.Period), "-"); len(year) == 4 && !slices.Contains(out, year) {
			out = append(out, year)
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
