package citetest

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
)

// boxes are those that the official suite asks about.
func boxes() []string {
	return []string{"-1.5,50.0,1.5,53.0", "-80.0,-5.0,-70.0,5.0", "177.0,65.0,-177.0,70.0", "-180.0,85.0,180.0,90.0", "-180.0,-90.0,180.0,-85.0", "-180,-90,180,90", "105,18,0,106,19,100"}
}

func checkBoxes(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		asked := boxes()
		if b, ok := bbox(c); ok {
			asked = append(asked, joined(b))
		}
		for _, b := range asked {
			if _, err := s.object(items(id, "bbox", b)); err != nil {
				return err
			}
		}
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		whole, err := s.object(items(id))
		if err != nil {
			return err
		}
		own, err := s.object(items(id, "bbox", joined(b)))
		if err != nil {
			return err
		}
		if whole["numberMatched"] != own["numberMatched"] {
			return wrong("the collection has %v features, its own extent holds %v", whole["numberMatched"], own["numberMatched"])
		}
		return nil
	})
}

// everything gets up to 10,000 features of a collection.
func (s *session) everything(id string, pairs ...string) ([]map[string]any, error) {
	v, err := s.object(items(id, append([]string{"limit", "10000"}, pairs...)...))
	return list(v, "features"), err
}

func checkAdrift(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		far, err := s.everything(id, "bbox", "-60,-40,-59,-39")
		if err != nil {
			return err
		}
		got := map[string]bool{}
		for _, f := range far {
			got[str(f, "id")] = true
		}
		for _, f := range all {
			if f["geometry"] == nil {
				looked = true
			}
			if (f["geometry"] == nil) != got[str(f, "id")] {
				return wrong("feature %s with geometry %.60v: in the box on the South Atlantic: %v", str(f, "id"), f["geometry"], got[str(f, "id")])
			}
		}
		return nil
	})
	if err == nil && !looked {
		return skip("every feature has a geometry")
	}
	return err
}

func checkInside(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		half := []float64{b[0], b[1], (b[0] + b[2]) / 2, (b[1] + b[3]) / 2}
		found, err := s.everything(id, "bbox", joined(half))
		if err != nil {
			return err
		}
		for _, f := range found {
			if f["geometry"] == nil {
				continue
			}
			g, _ := f["geometry"].(map[string]any)
			low, high := []float64{math.Inf(1), math.Inf(1)}, []float64{math.Inf(-1), math.Inf(-1)}
			eachPoint(g["coordinates"], func(p []float64) {
				for i := range 2 {
					low[i], high[i] = min(low[i], p[i]), max(high[i], p[i])
				}
			})
			if low[0] > half[2] || high[0] < half[0] || low[1] > half[3] || high[1] < half[1] {
				return wrong("feature %s at %v does not meet the box %v", str(f, "id"), low, half)
			}
		}
		return nil
	})
}

func checkTimes(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		count := func(t string) (float64, error) {
			v, err := s.object(items(id, "datetime", t, "limit", "1"))
			n, _ := v["numberMatched"].(float64)
			return n, err
		}
		whole, err := count("../..")
		if err != nil {
			return err
		}
		all, err := s.object(items(id, "limit", "1"))
		if err != nil {
			return err
		}
		if all["numberMatched"] != whole {
			return wrong("all times hold %v features, the collection has %v", whole, all["numberMatched"])
		}
		for _, t := range []string{"2025-07-01", "2025-07-01T00:00:00Z", "2025-07-01T07:00:00+07:00", "2025-01-01T00:00:00Z/2025-12-31T23:59:59Z", "2025-07-01T00:00:00Z/..", "../2025-06-30T23:59:59Z", "2025-07-01/", "/2025-06-30"} {
			n, err := count(t)
			if err != nil {
				return err
			}
			if n > whole {
				return wrong("%s holds %v features, all times %v", t, n, whole)
			}
		}
		a, err := count("2025-07-01T00:00:00Z")
		if err != nil {
			return err
		}
		b, err := count("2025-07-01T07:00:00+07:00")
		if err == nil && a != b {
			return wrong("the same instant in two time zones: %v and %v features", a, b)
		}
		return err
	})
}

func checkTimeless(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		old, err := s.everything(id, "datetime", "0999-01-01")
		if err != nil {
			return err
		}
		got := ids(map[string]any{"features": anys(old)})
		for _, f := range all {
			p, _ := f["properties"].(map[string]any)
			timed := p["valid_from"] != nil || p["valid_to"] != nil || p["date"] != nil
			if !timed {
				looked = true
				if !slices.Contains(got, str(f, "id")) {
					return wrong("feature %s has no time and is not found in the year 999", str(f, "id"))
				}
			}
			if p["valid_from"] != nil && slices.Contains(got, str(f, "id")) {
				return wrong("feature %s is valid from %v and found in the year 999", str(f, "id"), p["valid_from"])
			}
		}
		return nil
	})
	if err == nil && !looked {
		return skip("every feature has a time")
	}
	return err
}

func anys(v []map[string]any) []any {
	out := make([]any, len(v))
	for i := range v {
		out[i] = v[i]
	}
	return out
}

func checkFeature(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		page, err := s.object(items(id, "limit", "3"))
		if err != nil {
			return err
		}
		for _, f := range list(page, "features") {
			one, err := s.object("/collections/" + id + "/items/" + url.PathEscape(str(f, "id")) + "?f=json")
			if err != nil {
				return err
			}
			if one["id"] != f["id"] || fmt.Sprint(one["geometry"]) != fmt.Sprint(f["geometry"]) || fmt.Sprint(one["properties"]) != fmt.Sprint(f["properties"]) {
				return wrong("feature %s is not the same alone and on the page", str(f, "id"))
			}
			for _, want := range [][2]string{{"self", "application/geo+json"}, {"alternate", "text/html"}, {"collection", ""}} {
				if _, ok := linked(one, want[0], want[1]); !ok {
					return wrong("feature %s has no %s link of type %q", str(f, "id"), want[0], want[1])
				}
			}
		}
		return nil
	})
}

func checkUnchanged(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		first, err := s.get(items(id))
		if err != nil {
			return err
		}
		again, err := s.get(items(id), "If-None-Match", first.header.Get("ETag"))
		if err == nil && again.status != http.StatusNotModified {
			return wrong("status %d for the tag %s", again.status, first.header.Get("ETag"))
		}
		return err
	})
}
