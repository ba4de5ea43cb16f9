package facts

import (
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/web/frame"
)

// Zones as the finder and the journeys name them.
const (
	zoneCluster  = "industrial-cluster"
	zonePark     = "industrial-park"
	zoneEconomic = "economic-zone"
)

// Zone is the zone that an opportunity lies in, as the finder and the journeys name it: by the ids of its
// clusters and parks, else by what its kind, its title and its place say. "" where they do not say or name
// zones of two sorts: the acts treat clusters, parks and economic zones differently.
func Zone(rec *catalog.Record) string {
	if ids := listed(rec.Attributes["cluster_ids"]); len(ids) > 0 {
		zones := map[string]bool{}
		for _, id := range ids {
			if strings.HasPrefix(id, "IP") {
				zones[zonePark] = true
			} else {
				zones[zoneCluster] = true
			}
		}
		return only(zones)
	}
	title := strings.ToLower(rec.Title["vi"])
	if kind := Scalar(rec.Attributes["opportunity_kind"], nil); kind == "infrastructure-developer" || kind == "sub-lease-plot" {
		if zone := only(map[string]bool{zoneCluster: names(title, "cụm công nghiệp", "ccn"), zonePark: names(title, "khu công nghiệp", "kcn")}); zone != "" {
			return zone
		}
	}
	location := strings.ToLower(AttrText(rec.Attributes, "location")["vi"])
	if strings.HasPrefix(location, "kkt ") || strings.HasPrefix(location, "khu kinh tế ") || names(title, "tại kkt", "tại khu kinh tế") {
		return zoneEconomic
	}
	return ""
}

func only(zones map[string]bool) string {
	found := ""
	for zone, there := range zones {
		switch {
		case !there:
		case found != "":
			return ""
		default:
			found = zone
		}
	}
	return found
}

// names reports whether the text has one of the words, whole.
func names(s string, words ...string) bool {
	s = " " + strings.NewReplacer("(", " ", ")", " ", ",", " ").Replace(s) + " "
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, " "+w+" ") })
}

// Ward is the ward or commune of today that a record lies in: the one that it names as today's, else the one
// that holds the units it names. None where there are several or only a larger unit is known.
func Ward(s *frame.Frame, rec *catalog.Record) (place.Unit, bool) {
	ids := listed(rec.Attributes["unit_today"])
	if len(ids) == 0 {
		for _, ref := range rec.Places {
			ids = append(ids, ref.ID)
		}
	}
	found := map[string]place.Unit{}
	for _, id := range ids {
		for _, u := range s.Places().Current(id) {
			found[u.ID] = u
		}
	}
	for _, u := range found {
		return u, len(found) == 1 && u.Code != "" && (u.Level == "ward" || u.Level == "commune")
	}
	return place.Unit{}, false
}

// listed are the texts of an attribute that may hold several.
func listed(value any) []string {
	if list, ok := value.([]any); ok {
		var out []string
		for _, one := range list {
			out = append(out, listed(one)...)
		}
		return out
	}
	return strings.FieldsFunc(Scalar(value, nil), func(r rune) bool { return r == ';' || r == ' ' })
}
