package citetest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func checkSortables(s *session) error {
	id, err := s.catalogue()
	if err != nil {
		return err
	}
	v, err := s.object("/collections/" + id + "/sortables")
	if err != nil {
		return err
	}
	props, _ := v["properties"].(map[string]any)
	if len(props) == 0 {
		return wrong("nothing is sortable")
	}
	for name := range props {
		if err := s.expect(http.StatusOK, items(id, "sortby", "-"+name, "limit", "1")); err != nil {
			return err
		}
	}
	c, err := s.object("/collections/" + id)
	if err != nil {
		return err
	}
	order := strs(c, "defaultSortOrder")
	if len(order) == 0 {
		return wrong("no defaultSortOrder")
	}
	for _, by := range order {
		if props[strings.TrimLeft(by, "+-")] == nil {
			return wrong("defaultSortOrder names %s, which is not sortable", by)
		}
	}
	plain, err := s.everything(id)
	if err != nil {
		return err
	}
	sorted, err := s.everything(id, "sortby", strings.Join(order, ","))
	if err == nil && !slices.Equal(ids(map[string]any{"features": anys(plain)}), ids(map[string]any{"features": anys(sorted)})) {
		return wrong("the order without sortby is not the default order %v", order)
	}
	return err
}

func checkRecordParts(s *session) error {
	_, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	for _, r := range all {
		id := str(r, "id")
		p, _ := r["properties"].(map[string]any)
		for _, name := range []string{"created", "updated"} {
			if at := str(p, name); at != "" && !strings.HasSuffix(at, "Z") {
				return wrong("record %s: %s %q is not in UTC", id, name, at)
			}
		}
		if t, ok := r["time"].(map[string]any); ok {
			for _, at := range append(strs(t, "interval"), str(t, "timestamp")) {
				if strings.Contains(at, "T") && !strings.HasSuffix(at, "Z") {
					return wrong("record %s: the time %q is not in UTC", id, at)
				}
			}
		}
		for _, c := range list(p, "contacts") {
			if str(c, "name") == "" && str(c, "organization") == "" {
				return wrong("record %s: a contact has neither name nor organization", id)
			}
			if logo, ok := c["logo"].(map[string]any); ok && (str(logo, "rel") != "icon" || !strings.HasPrefix(str(logo, "type"), "image/")) {
				return wrong("record %s: the logo %v is no image with the relation icon", id, logo)
			}
		}
		for _, l := range list(r, "linkTemplates") {
			if str(l, "rel") == "" || !strings.Contains(str(l, "uriTemplate"), "{") {
				return wrong("record %s: the link template %v lacks rel or a variable", id, l)
			}
		}
		for _, l := range list(r, "links") {
			if u, err := url.Parse(str(l, "href")); err != nil || !u.IsAbs() || str(l, "rel") == "" {
				return wrong("record %s: the link %v has no full address or no relation", id, l)
			}
		}
	}
	return nil
}
