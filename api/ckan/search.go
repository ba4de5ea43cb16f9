package ckan

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Caps of package_search, as CKAN has them.
const (
	defaultRows  = 10
	maxRows      = 1000 // silently
	defaultFacet = 50
)

type searchResult struct {
	Count        int                       `json:"count"`
	Facets       map[string]map[string]int `json:"facets"`
	Results      []any                     `json:"results"`
	Sort         string                    `json:"sort"`
	SearchFacets map[string]searchFacet    `json:"search_facets"`
}

type searchFacet struct {
	Title string      `json:"title"`
	Items []facetItem `json:"items"`
}

type facetItem struct {
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
	Count       int    `json:"count"`
}

// searchParams are the parameters CKAN's validator lets through.
func searchParams() []string {
	return []string{"q", "fq", "fq_list", "sort", "rows", "start", "facet", "facet.field", "facet.mincount", "facet.limit", "fl", "qf", "bf", "boost", "tie", "defType", "mm",
		"include_drafts", "include_deleted", "include_private", "use_default_schema", "extras", "q.op", "df", "qt", "wt", "lang", "callback", "return_query"}
}

func checkSearchParams(p *params) error {
	for name := range p.values {
		if !slices.Contains(searchParams(), name) { // those of extensions (ext_…) too: nobody would act on them
			return badSearch("'Invalid search parameters: %s%s'", name, nearest(name, searchParams()))
		}
	}
	return nil
}

// hit is a matching dataset with its score.
type hit struct {
	document
	score float64
}

func (f *Face) packageSearch(ctx context.Context, p *params) (any, error) {
	if err := checkSearchParams(p); err != nil {
		return nil, err
	}
	hits, err := f.hits(ctx, p)
	if err != nil {
		return nil, err
	}
	order := cmp.Or(p.str("sort"), "score desc, metadata_modified desc")
	if err := sortHits(hits, order); err != nil {
		return nil, err
	}
	rows, err := p.natural("rows", defaultRows)
	if err != nil {
		return nil, err
	}
	start, err := p.natural("start", 0)
	if err != nil {
		return nil, err
	}
	out := searchResult{Count: len(hits), Facets: map[string]map[string]int{}, Results: []any{}, Sort: order, SearchFacets: map[string]searchFacet{}}
	if err := f.facets(p, hits, &out); err != nil {
		return nil, err
	}
	fl, err := p.list("fl")
	if err != nil {
		return nil, err
	}
	for _, h := range window(hits, start, min(rows, maxRows)) {
		out.Results = append(out.Results, projected(h, fl))
	}
	return out, nil
}

// projected keeps only the fields asked for with fl, as Solr names them.
func projected(h hit, fl []string) any {
	if len(fl) == 0 || slices.Contains(fl, "*") {
		return h.dict
	}
	out := map[string]any{}
	for _, name := range fl {
		switch v := h.fields[name]; {
		case slices.Contains([]string{"tags", "groups", "res_format", "res_name", "res_url", "res_type"}, name):
			out[name] = v
		case len(v) > 0:
			out[name] = v[0]
		}
	}
	return out
}

// hits evaluates q and every filter.
func (f *Face) hits(ctx context.Context, p *params) ([]hit, error) {
	filters, err := f.filters(p)
	if err != nil {
		return nil, err
	}
	q := strings.TrimSpace(cmp.Or(p.str("q"), "*:*"))
	query, err := parseSolr(q)
	if err == nil {
		err = checkFields(query)
	}
	if err != nil {
		return nil, badSearch("'%v'", err)
	}
	rank, err := f.rank(ctx, q, query, p.lang)
	if err != nil {
		return nil, err
	}
	var out []hit
	for _, d := range f.documents() {
		ok, score := d.matches(query, f.now())
		if r, found := rank[d.dict.Name]; found {
			ok, score = true, 1000+r // what the catalogue's own search ranks stands first
		}
		for _, fq := range filters {
			if ok {
				ok, _ = d.matches(fq, f.now())
			}
		}
		if ok {
			out = append(out, hit{d, score})
		}
	}
	return out, nil
}

func (f *Face) filters(p *params) ([]solrClause, error) {
	texts, err := p.list("fq_list")
	if err != nil {
		return nil, err
	}
	if list, ok := p.values["fq"].([]any); ok {
		more, err := textsOf("fq", list)
		if err != nil {
			return nil, err
		}
		texts = append(texts, more...)
	} else if s := p.str("fq"); s != "" {
		texts = append(texts, s)
	}
	var out []solrClause
	for _, s := range texts {
		c, err := parseSolr(s)
		if err == nil {
			err = checkFields(c)
		}
		if err != nil {
			return nil, badSearch("'%v'", err)
		}
		out = append(out, c)
	}
	return out, nil
}

// checkFields refuses fields that no dataset can have.
func checkFields(c solrClause) error {
	if c.kind != all && c.kind != group && c.field != "" && !known(c.field) {
		return &undefinedField{c.field}
	}
	for _, part := range c.parts {
		if err := checkFields(part); err != nil {
			return err
		}
	}
	return nil
}

type undefinedField struct{ name string }

// Error names the field and the nearest there is.
func (e *undefinedField) Error() string {
	return "undefined field " + e.name + nearest(e.name, searchable())
}

// ranked is how many datasets the catalogue's search is asked to rank; pages
// beyond are ranked by words.
const ranked = 1000

// rank asks the catalogue's search for plain words, so that synonyms, marks and
// both languages count; nil for queries in Solr syntax.
func (f *Face) rank(ctx context.Context, q string, parsed solrClause, lang text.Lang) (map[string]float64, error) {
	if f.finder == nil || !plainWords(parsed) {
		return nil, nil
	}
	out := map[string]float64{}
	query := search.Query{Text: q, Lang: lang, Kinds: []string{string(vocab.Dataset)}, Limit: search.MaxLimit}
	if len([]rune(q)) > search.MaxText {
		return nil, nil
	}
	for len(out) < ranked {
		a, err := f.finder.Search(ctx, query)
		if catalog.KindOf(err) == catalog.Busy {
			return nil, nil // before the first index the words of the texts do alone
		}
		if err != nil {
			return nil, err
		}
		for _, h := range a.Hits {
			out[h.Record.Slug()] = float64(ranked - len(out))
		}
		if query.Cursor = a.Next; a.Next == "" || len(a.Hits) == 0 {
			break
		}
	}
	return out, nil
}

func plainWords(c solrClause) bool {
	switch c.kind {
	case term:
		return c.field == "" && c.occur == must && !strings.ContainsAny(c.value, "*?")
	case phrase:
		return c.field == "" && c.occur == must
	case group:
		return len(c.parts) > 0 && c.occur != mustNot && !slices.ContainsFunc(c.parts, func(p solrClause) bool { return !plainWords(p) })
	}
	return false
}

// sortHits orders by "field direction" pairs; equal ones by name.
func sortHits(hits []hit, order string) error {
	type key struct {
		field string
		desc  bool
	}
	var keys []key
	for part := range strings.SplitSeq(order, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "asc" && words[1] != "desc" {
			return badSearch("'Can\\'t determine a Sort Order (asc or desc) in sort spec %s'", order)
		}
		field := strings.TrimSuffix(words[0], "_string")
		if field != "score" && field != "views_recent" && field != "views_total" && !known(field) {
			return badSearch("'sort param field can\\'t be found: %s%s'", words[0], nearest(words[0], searchable()))
		}
		keys = append(keys, key{field, len(words) == 2 && words[1] == "desc"})
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		for _, k := range keys {
			c := cmp.Compare(first(a.fields[k.field]), first(b.fields[k.field]))
			if k.field == "score" {
				c = cmp.Compare(a.score, b.score)
			}
			if k.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a.dict.Name, b.dict.Name)
	})
	return nil
}

func first(v []string) string {
	if len(v) == 0 {
		return ""
	}
	return text.Fold(v[0])
}
