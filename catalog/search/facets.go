package search

import (
	"slices"
	"strings"

	"honglinh/catalog/place"
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
		for _, c := range ofDay(s, q, name, counts[Column(name)]) {
			v := FacetValue{Value: c.Value, Count: c.Count}
			if u, ok := unitOf(s, name, c.Value); ok {
				v.Value, v.Label, v.Selected = placeValue(s.Places, u, string(q.AsOf)), u.Name, slices.Contains(selected[AreaColumn], u.ID)
			} else {
				v.Label, v.Selected = ValueLabel(name, c.Value), isSelected(q, name, c.Value, selected)
			}
			facet.Values = append(facet.Values, v)
		}
		if name == "year" {
			slices.SortStableFunc(facet.Values, func(a, b FacetValue) int { return compare(b.Value, a.Value) })
		}
		out = append(out, facet)
	}
	return out
}

// Numbers of values of a facet. A list longer than MaxFacetValues is searched, not read.
// Records are filed under the units of all days, of which one day's are shown, so that more of
// them have to be asked for: those of the whole country before and after July 2025 are some 14,000.
const (
	MaxFacetValues = 200
	mostUnits      = 20_000
)

func facetRequest(s *Snapshot, name string) FacetRequest {
	if s.Places != nil && name == string(PlaceColumn) {
		return FacetRequest{PlaceColumn, mostUnits}
	}
	return FacetRequest{Column(name), MaxFacetValues}
}

// ofDay leaves of the units counted those of the day asked for, else today's, and what no
// register knows; of the statuses those that have a name.
func ofDay(s *Snapshot, q Query, facet string, counts []Count) []Count {
	if facet == string(StatusColumn) {
		return slices.DeleteFunc(counts, func(c Count) bool { return c.Value == inForceThen })
	}
	if s.Places == nil || facet != string(PlaceColumn) {
		return counts
	}
	var out []Count
	for _, c := range counts {
		u, ok := s.Places.ByID(c.Value)
		if !ok || q.AsOf == "" && u.Current() || q.AsOf != "" && u.At(string(q.AsOf)) {
			out = append(out, c)
		}
		if len(out) == MaxFacetValues {
			break
		}
	}
	return out
}

// unitOf is the unit that a value of the facet by place is.
func unitOf(s *Snapshot, facet, value string) (place.Unit, bool) {
	if s.Places == nil || facet != string(PlaceColumn) {
		return place.Unit{}, false
	}
	return s.Places.ByID(value)
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

// ValueLabel is what people call a value of a facet; without an entry in a list the value
// itself. Places and datasets have their names elsewhere.
func ValueLabel(facet, value string) text.Text {
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
	}
	if label.IsZero() {
		return text.New(value, value)
	}
	return label
}

// isSelected reports whether the query filters by the value.
func isSelected(q Query, facet, value string, selected map[Column][]string) bool {
	switch facet {
	case "place":
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
