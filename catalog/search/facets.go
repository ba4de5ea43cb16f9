package search

import (
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// facets labels the counts and marks what is selected.
func facets(s *Snapshot, q Query, counts map[Column][]Count, selected map[Column][]string) []Facet {
	var out []Facet
	for _, name := range FacetNames() {
		if !slices.Contains(q.Facets, name) {
			continue
		}
		facet := Facet{Name: name, Values: []FacetValue{}}
		for _, c := range counts[Column(name)] {
			facet.Values = append(facet.Values, FacetValue{
				Value: c.Value, Count: c.Count, Label: valueLabel(s, name, c.Value), Selected: isSelected(s, q, name, c.Value, selected),
			})
		}
		if name == "year" {
			slices.SortStableFunc(facet.Values, func(a, b FacetValue) int { return compare(b.Value, a.Value) })
		}
		out = append(out, facet)
	}
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// valueLabel is what people call a value; without an entry in a list the value itself.
func valueLabel(s *Snapshot, facet, value string) text.Text {
	var label text.Text
	switch facet {
	case "kind":
		label = vocab.Kinds().Label(value)
	case "topic":
		label = vocab.Topics().Label(value)
	case "status":
		label = vocab.Statuses().Label(value)
	case "confidence":
		label = vocab.Confidences().Label(value)
	case "licence":
		if l, ok := vocab.FindLicence(value); ok {
			label = l.Label
		}
	case "sector":
		if ref, err := vocab.ParseSector(value, "VSIC2018"); err == nil {
			label = ref.Title()
		}
	case "source":
		if slug, ok := strings.CutPrefix(value, datasetSource("")); ok {
			kind := vocab.Kinds().Label(string(vocab.Dataset))
			label = text.New(kind[text.VI]+": "+slug, kind[text.EN]+": "+slug)
		}
	case "place":
		if units := meant(s.Places, value, ""); len(units) > 0 {
			label = units[0].Name
		}
	}
	if label.IsZero() {
		return text.New(value, value)
	}
	return label
}

// isSelected reports whether the query filters by the value.
func isSelected(s *Snapshot, q Query, facet, value string, selected map[Column][]string) bool {
	switch facet {
	case "place":
		if units := meant(s.Places, value, ""); len(units) > 0 {
			return slices.Contains(selected[AreaColumn], units[0].ID)
		}
		return slices.Contains(q.Places, value)
	case "sector":
		ref, err := vocab.ParseSector(value, "VSIC2018")
		if err != nil {
			return false
		}
		for _, code := range activities(ref) {
			if slices.Contains(q.Sectors, code) || slices.Contains(q.Sectors, ref.Scheme+":"+code) {
				return true
			}
		}
		return false
	}
	return slices.Contains(selected[Column(facet)], value)
}
