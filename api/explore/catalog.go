package explore

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// card is the metadata of a dataset as the catalogue's clauses see it: values
// by field, several where the field is a list.
type card struct {
	entry  entry
	fields map[string][]any
}

// catalogColumns are the fields of the catalogue.
func catalogColumns() []table.Column {
	return []table.Column{{Name: "dataset_id", Type: table.Text}, {Name: "title", Type: table.Text}, {Name: "description", Type: table.Text}, {Name: "theme", Type: table.Text},
		{Name: "keyword", Type: table.Text}, {Name: "publisher", Type: table.Text}, {Name: "license", Type: table.Text}, {Name: "language", Type: table.Text}, {Name: "features", Type: table.Text},
		{Name: "modified", Type: table.DateTime}, {Name: "data_processed", Type: table.DateTime}, {Name: "records_count", Type: table.Integer}, {Name: "has_records", Type: table.Boolean},
		{Name: "update_frequency", Type: table.Text}, {Name: "territory", Type: table.Text}, {Name: "field", Type: table.Text}, {Name: "visibility", Type: table.Text}}
}

// catalogFacetNames are the facets the catalogue offers.
func catalogFacetNames() []string {
	return []string{"features", "modified", "publisher", "keyword", "theme", "license", "language"}
}

func catalogColumn(name string) (table.Column, bool) {
	for _, prefix := range []string{"default.", "metas.default."} {
		name = strings.TrimPrefix(name, prefix)
	}
	cols := catalogColumns()
	i := slices.IndexFunc(cols, func(c table.Column) bool { return c.Name == name })
	if i < 0 {
		return table.Column{}, false
	}
	return cols[i], true
}

func catalogMeaning() clause.Meaning {
	return clause.Meaning{Column: catalogColumn, Like: like, Text: true,
		Condition: func(n clause.Node) (table.Expr, bool, error) {
			return entry{}.catalogCondition(n)
		},
		Known: func() []string {
			var names []string
			for _, c := range catalogColumns() {
				names = append(names, c.Name)
			}
			return names
		}}
}

// catalogCondition compiles search(), suggest() and startswith() over metadata.
func (entry) catalogCondition(n clause.Node) (table.Expr, bool, error) {
	if n.Text != "search" && n.Text != "suggest" && n.Text != "startswith" || len(n.Args) == 0 || n.Args[len(n.Args)-1].Kind != clause.String {
		return table.Expr{}, true, &clause.Unsupported{What: "the function " + n.Text + "() as a condition", Have: `search(field, …, "words"), startswith(field, "x")`, Pos: n.Pos}
	}
	words := n.Args[len(n.Args)-1].Text
	out := table.Expr{Op: table.Or}
	for _, a := range n.Args[:len(n.Args)-1] {
		if a.Kind == clause.Star {
			return table.Expr{Op: table.Match, Values: []any{words}}, true, nil
		}
		c, ok := catalogColumn(a.Text)
		if !ok {
			return out, true, catalogMeaning().Unknown(a)
		}
		op := table.Prefix
		if n.Text == "search" {
			op = table.Contains
		}
		out.Args = append(out.Args, table.Expr{Op: op, Column: c.Name, Values: []any{words}})
	}
	if len(out.Args) == 0 {
		out = table.Expr{Op: table.Match, Values: []any{words}}
	}
	return out, true, nil
}

func (f *Face) cards(l text.Lang) []card {
	var out []card
	for _, e := range f.entries() {
		m := f.metas(e, l)
		c := card{e, map[string][]any{"dataset_id": {e.id}, "has_records": {e.version != nil}, "visibility": {"domain"}}}
		for _, name := range []string{"publisher", "license", "language", "modified", "data_processed", "records_count", "update_frequency", "territory"} {
			if m[name] != nil {
				c.fields[name] = []any{m[name]}
			}
		}
		for _, lang := range text.Langs() {
			c.fields["title"] = append(c.fields["title"], e.title(lang))
			c.fields["description"] = append(c.fields["description"], e.description(lang))
		}
		c.fields["theme"], c.fields["keyword"], c.fields["features"] = anys(themes(e, l)), anys(e.keywords(l)), anys(f.dict(e, l, false).Features)
		if e.version != nil {
			for _, col := range e.version.Columns {
				c.fields["field"] = append(c.fields["field"], col.Name, col.Title.In(text.VI), col.Title.In(text.EN))
			}
		}
		out = append(out, c)
	}
	return out
}

func anys(list []string) []any {
	out := []any{}
	for _, s := range list {
		out = append(out, s)
	}
	return out
}

// chosen are the datasets that where, refine and exclude leave.
func (f *Face) chosen(ctx context.Context, o options) ([]card, error) {
	filter := table.Expr{Op: table.And}
	if o.where != "" {
		n, err := odsql.Where(o.where)
		if err != nil {
			return nil, err
		}
		x, err := catalogMeaning().Where(n)
		if err != nil {
			return nil, err
		}
		filter.Args = append(filter.Args, x)
	}
	for i, r := range append(slices.Clone(o.refine), o.exclude...) {
		name, value, ok := strings.Cut(r, ":")
		c, known := catalogColumn(name)
		if !ok || !known {
			return nil, badParameter("refine", "%.60q was found but facet:value with one of %v is expected.", r, catalogFacetNames())
		}
		x := table.Expr{Op: table.Eq, Column: c.Name, Values: []any{strings.Trim(value, `"`)}}
		if c.Type == table.DateTime {
			x = table.Expr{Op: table.Prefix, Column: c.Name, Values: []any{strings.ReplaceAll(value, "/", "-")}}
		}
		if i >= len(o.refine) {
			x = table.Expr{Op: table.Not, Args: []table.Expr{x}}
		}
		filter.Args = append(filter.Args, x)
	}
	rank, err := f.rank(ctx, o)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(f.cards(o.lang), func(c card) bool { _, ranked := rank[c.entry.pack.Name]; return !ranked && !c.holds(filter) })
	slices.SortStableFunc(all, func(a, b card) int {
		return cmp.Compare(rank[b.entry.pack.Name], rank[a.entry.pack.Name])
	})
	return all, nil
}

// rank asks the catalogue's own search where the condition is nothing but words.
func (f *Face) rank(ctx context.Context, o options) (map[string]int, error) {
	if f.finder == nil || o.where == "" || len(o.refine)+len(o.exclude) > 0 {
		return nil, nil
	}
	n, err := odsql.Where(o.where)
	if err != nil || n.Kind != clause.String || len([]rune(n.Text)) > search.MaxText {
		return nil, nil
	}
	a, err := f.finder.Search(ctx, search.Query{Text: n.Text, Lang: o.lang, Kinds: []string{string(vocab.Dataset)}, Limit: search.MaxLimit})
	if catalog.KindOf(err) == catalog.Busy {
		return nil, nil // before the first index the words of the metadata do alone
	}
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for i, h := range a.Hits {
		out[h.Record.Slug()] = len(a.Hits) - i
	}
	return out, nil
}

func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err == nil {
		err = o.checkPage()
	}
	if err != nil {
		return err
	}
	if o.group != "" {
		return badQuery("group_by is not supported on the catalogue; supported: catalog/facets, or select, where, order_by, refine, exclude.")
	}
	cards, err := f.ordered(r.Context(), o)
	if err != nil {
		return err
	}
	out := recordList{Total: len(cards), Results: []any{}}
	names, err := selectedCatalog(o.selects)
	if err != nil {
		return err
	}
	cards = cards[min(o.offset, len(cards)):]
	for _, c := range cards[:min(o.limit, len(cards))] {
		if names == nil {
			out.Results = append(out.Results, f.dict(c.entry, o.lang, o.links))
			continue
		}
		out.Results = append(out.Results, c.project(names))
	}
	if o.links {
		out.Links = f.pageLinks(r, o, out.Total)
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}

// ordered sorts the chosen datasets.
func (f *Face) ordered(ctx context.Context, o options) ([]card, error) {
	cards, err := f.chosen(ctx, o)
	if err != nil || o.order == "" {
		return cards, err
	}
	list, err := odsql.Order(o.order)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if _, ok := catalogColumn(s.Node.Text); !ok || s.Node.Kind != clause.Name {
			return nil, catalogMeaning().Unknown(s.Node)
		}
	}
	slices.SortStableFunc(cards, func(a, b card) int {
		for _, s := range list {
			c, _ := catalogColumn(s.Node.Text)
			if n := compareFirst(a.fields[c.Name], b.fields[c.Name], s.Desc); n != 0 {
				return n
			}
		}
		return 0
	})
	return cards, nil
}

// selectedCatalog reads select over the catalogue; nil is whole datasets.
func selectedCatalog(selects string) ([][2]string, error) {
	if selects == "" {
		return nil, nil
	}
	items, err := odsql.Items(selects)
	if err != nil {
		return nil, err
	}
	var out [][2]string
	for _, it := range items {
		if it.Node.Kind == clause.Star {
			return nil, nil
		}
		c, ok := catalogColumn(it.Node.Text)
		if !ok || it.Node.Kind != clause.Name {
			return nil, catalogMeaning().Unknown(it.Node)
		}
		out = append(out, [2]string{c.Name, cmp.Or(it.As, it.Node.Text)})
	}
	return out, nil
}

func (c card) project(names [][2]string) object {
	var o object
	for _, n := range names {
		o.names = append(o.names, n[1])
		values := c.fields[n[0]]
		switch {
		case slices.Contains([]string{"theme", "keyword", "features", "field"}, n[0]):
			o.values = append(o.values, values)
		case len(values) == 0:
			o.values = append(o.values, nil)
		default:
			o.values = append(o.values, values[0])
		}
	}
	return o
}

func (f *Face) catalogFacets(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	cards, err := f.chosen(r.Context(), o)
	if err != nil {
		return err
	}
	specs := []facetSpec{}
	for _, s := range o.facets {
		spec, err := readFacet(s)
		if err != nil {
			return err
		}
		c, ok := catalogColumn(spec.name)
		if !ok {
			return catalogMeaning().Unknown(clause.Node{Text: spec.name})
		}
		spec.name = c.Name
		specs = append(specs, spec)
	}
	if len(o.facets) == 0 {
		for _, name := range catalogFacetNames() {
			specs = append(specs, facetSpec{name, "-count", defaultFacets})
		}
	}
	out := facetList{Links: []link{{"self", f.kit.URL(r.URL.EscapedPath())}}, Facets: []facetDict{}}
	for _, spec := range specs {
		out.Facets = append(out.Facets, facetDict{spec.name, countCards(cards, spec, o)})
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}

func countCards(cards []card, spec facetSpec, o options) []facetValue {
	counts := map[string]int{}
	for _, c := range cards {
		for _, v := range c.fields[spec.name] {
			s := textOf(v)
			if spec.name == "modified" && len(s) >= 4 {
				s = s[:4] // the year; refine=modified:2025/07 goes deeper
			}
			counts[s]++
		}
	}
	out := []facetValue{}
	for v, n := range counts {
		state := "displayed"
		if slices.Contains(o.refine, spec.name+":"+v) {
			state = "refined"
		}
		out = append(out, facetValue{v, v, n, state})
	}
	slices.SortFunc(out, func(a, b facetValue) int {
		n := cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(b.Name, a.Name))
		if !strings.HasSuffix(spec.sort, "count") {
			n = cmp.Compare(a.Name, b.Name)
		}
		if spec.sort[0] == '-' {
			n = -n
		}
		return n
	})
	return out[:min(len(out), spec.limit)]
}
