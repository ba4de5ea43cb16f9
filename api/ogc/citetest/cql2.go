package citetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

func checkBasic(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		v, err := s.object("/collections/" + id + "/queryables")
		if err != nil {
			return err
		}
		if props, _ := v["properties"].(map[string]any); props["status"] == nil {
			return nil
		}
		looked = true
		all, err := s.counted(id)
		if err != nil {
			return err
		}
		n := map[string]int{}
		for _, f := range []string{"status = 'existing'", "status <> 'existing'", "NOT (status = 'existing')", "status IS NULL", "status IS NOT NULL", "status = 'existing' OR status IS NULL",
			"status = 'existing' AND status IS NULL", "title_vi >= 'A' OR title_vi < 'A'", "title_vi IS NOT NULL", "status < 'm'", "status >= 'm'"} {
			if n[f], err = s.filtered(id, f); err != nil {
				return err
			}
		}
		switch {
		case n["status IS NULL"]+n["status IS NOT NULL"] != all:
			return wrong("IS NULL and IS NOT NULL do not divide the features: %v of %d", n, all)
		case n["NOT (status = 'existing')"] != n["status <> 'existing'"] || n["status = 'existing'"]+n["status <> 'existing'"] != n["status IS NOT NULL"]:
			return wrong("a comparison with null is neither true nor false: %v", n)
		case n["status = 'existing' OR status IS NULL"] != n["status = 'existing'"]+n["status IS NULL"] || n["status = 'existing' AND status IS NULL"] != 0:
			return wrong("AND and OR: %v", n)
		case n["title_vi >= 'A' OR title_vi < 'A'"] != n["title_vi IS NOT NULL"] || n["status < 'm'"]+n["status >= 'm'"] != n["status IS NOT NULL"]:
			return wrong("ordering: %v", n)
		}
		return nil
	})
	if err == nil && !looked {
		return skip("no feature has a status")
	}
	return err
}

func checkJSON(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		box, err := json.Marshal(b)
		if err != nil {
			return err
		}
		for text, doc := range map[string]string{
			"kind = 'unit'":                                   `{"op":"=","args":[{"property":"kind"},"unit"]}`,
			"kind LIKE 'u%'":                                  `{"op":"like","args":[{"property":"kind"},"u%"]}`,
			"kind IN ('unit','plan')":                         `{"op":"in","args":[{"property":"kind"},["unit","plan"]]}`,
			"NOT (geometry IS NULL)":                          `{"op":"not","args":[{"op":"isNull","args":[{"property":"geometry"}]}]}`,
			"CASEI(kind) = CASEI('UNIT')":                     `{"op":"=","args":[{"op":"casei","args":[{"property":"kind"}]},{"op":"casei","args":["UNIT"]}]}`,
			"T_AFTER(valid, DATE('2025-06-30'))":              `{"op":"t_after","args":[{"property":"valid"},{"date":"2025-06-30"}]}`,
			"S_INTERSECTS(geometry, BBOX(" + joined(b) + "))": `{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":` + string(box) + `}]}`,
		} {
			want, err := s.filtered(id, text)
			if err != nil {
				return err
			}
			got, err := s.counted(id, "filter", doc, "filter-lang", "cql2-json")
			if err != nil {
				return err
			}
			if got != want {
				return wrong("%s finds %d, as JSON %d", text, want, got)
			}
		}
		return nil
	})
}

// titles are the Vietnamese titles of a collection.
func (s *session) titles(id string) ([]string, error) {
	all, err := s.everything(id)
	var out []string
	for _, f := range all {
		p, _ := f["properties"].(map[string]any)
		if t := str(p, "title_vi"); t != "" {
			out = append(out, t)
		}
	}
	return out, err
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// title asks about a title of every collection.
func (s *session) title(ask func(id, title string, all []string) error) error {
	return s.each(func(id string, _ map[string]any) error {
		all, err := s.titles(id)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, t := range all[:min(5, len(all))] {
			if err := ask(id, t, all); err != nil {
				return err
			}
		}
		return nil
	})
}

// same wants a filter to find as many as a rule takes titles.
func (s *session) same(id, filter string, all []string, takes func(string) bool) error {
	want := 0
	for _, t := range all {
		if takes(t) {
			want++
		}
	}
	got, err := s.filtered(id, filter)
	if err == nil && got != want {
		return wrong("%s finds %d, want %d", filter, got, want)
	}
	return err
}

func checkAdvanced(s *session) error {
	return s.title(func(id, t string, all []string) error {
		head := string([]rune(t)[:min(4, len([]rune(t)))])
		if strings.ContainsAny(head, "%_\\") {
			return nil
		}
		for filter, takes := range map[string]func(string) bool{
			"title_vi LIKE " + quoted(head+"%"):                      func(x string) bool { return strings.HasPrefix(x, head) },
			"title_vi NOT LIKE " + quoted(head+"%"):                  func(x string) bool { return !strings.HasPrefix(x, head) },
			"title_vi LIKE '_'":                                      func(x string) bool { return len([]rune(x)) == 1 },
			"title_vi LIKE '\\%'":                                    func(x string) bool { return x == "%" },
			"title_vi IN (" + quoted(t) + ",'no such title')":        func(x string) bool { return x == t },
			"title_vi BETWEEN " + quoted(t) + " AND " + quoted(t):    func(x string) bool { return x == t },
			"title_vi NOT IN (" + quoted(t) + ") AND title_vi <> ''": func(x string) bool { return x != t },
		} {
			if err := s.same(id, filter, all, takes); err != nil {
				return err
			}
		}
		return nil
	})
}

func checkCaseI(s *session) error {
	return s.title(func(id, t string, all []string) error {
		return s.same(id, "CASEI(title_vi) = CASEI("+quoted(strings.ToUpper(t))+")", all, func(x string) bool { return strings.EqualFold(x, t) })
	})
}

func checkAccentI(s *session) error {
	looked := false
	err := s.title(func(id, t string, all []string) error {
		bare := unmarked(t)
		looked = looked || strings.ContainsAny(t, "đĐ")
		return s.same(id, "ACCENTI(title_vi) = ACCENTI("+quoted(bare)+")", all, func(x string) bool { return unmarked(x) == bare })
	})
	if err == nil && !looked {
		return skip("none of the titles asked about has a đ")
	}
	return err
}

// unmarked takes the marks off Vietnamese letters, by a table of its own.
func unmarked(s string) string {
	table := map[string]string{"a": "àáảãạăằắẳẵặâầấẩẫậ", "e": "èéẻẽẹêềếểễệ", "i": "ìíỉĩị", "o": "òóỏõọôồốổỗộơờớởỡợ", "u": "ùúủũụưừứửữự", "y": "ỳýỷỹỵ", "d": "đ"}
	return strings.Map(func(r rune) rune {
		for plain, marked := range table {
			if strings.ContainsRune(marked, r) {
				return rune(plain[0])
			}
			if strings.ContainsRune(strings.ToUpper(marked), r) {
				return rune(strings.ToUpper(plain)[0])
			}
		}
		return r
	}, s)
}

func checkSpatial(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		looked = true
		placed, err := s.filtered(id, "geometry IS NOT NULL")
		if err != nil {
			return err
		}
		whole, err := s.filtered(id, "S_INTERSECTS(geometry, BBOX("+joined(b)+"))")
		if err != nil {
			return err
		}
		far, err := s.filtered(id, "S_INTERSECTS(geometry, POINT(0 0))")
		if err == nil && (whole != placed || far != 0) {
			return wrong("the extent finds %d of %d with a place, a point in the Gulf of Guinea %d", whole, placed, far)
		}
		return err
	})
	return needed(err, looked)
}

func checkSpatialMore(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		looked = true
		half := fmt.Sprintf("BBOX(%s)", joined([]float64{b[0], b[1], (b[0] + b[2]) / 2, (b[1] + b[3]) / 2}))
		n := map[string]int{}
		for _, f := range []string{"S_INTERSECTS", "S_DISJOINT", "S_WITHIN", "S_CONTAINS", "S_OVERLAPS", "S_CROSSES", "S_TOUCHES", "S_EQUALS"} {
			got, err := s.filtered(id, f+"(geometry, "+half+")")
			if err != nil {
				return err
			}
			n[f] = got
		}
		placed, err := s.filtered(id, "geometry IS NOT NULL")
		if err != nil {
			return err
		}
		if n["S_INTERSECTS"]+n["S_DISJOINT"] != placed {
			return wrong("intersecting and disjoint features are not all: %v of %d", n, placed)
		}
		if parts := n["S_WITHIN"] + n["S_CONTAINS"] + n["S_OVERLAPS"] + n["S_CROSSES"] + n["S_TOUCHES"] - n["S_EQUALS"]; parts != n["S_INTERSECTS"] {
			return wrong("within, contains, overlaps, crosses and touches are not what intersects: %v", n)
		}
		return nil
	})
	return needed(err, looked)
}

func checkTemporal(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		timed, err := s.filtered(id, "T_INTERSECTS(valid, INTERVAL('..','..'))")
		if err != nil {
			return err
		}
		n := map[string]int{}
		for _, f := range []string{"T_AFTER", "T_BEFORE", "T_INTERSECTS", "T_DISJOINT"} {
			if n[f], err = s.filtered(id, f+"(valid, DATE('2025-06-30'))"); err != nil {
				return err
			}
		}
		if n["T_AFTER"]+n["T_BEFORE"] != n["T_DISJOINT"] || n["T_INTERSECTS"]+n["T_DISJOINT"] != timed {
			return wrong("after, before and meeting do not divide the %d features with a time: %v", timed, n)
		}
		return nil
	})
}

func checkArrays(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		for _, f := range all {
			p, _ := f["properties"].(map[string]any)
			topics := strs(p, "topics")
			if len(topics) == 0 {
				continue
			}
			want := 0
			for _, g := range all {
				q, _ := g["properties"].(map[string]any)
				if slices.Contains(strs(q, "topics"), topics[0]) {
					want++
				}
			}
			got, err := s.filtered(id, "A_CONTAINS(topics, ("+quoted(topics[0])+", "+quoted(topics[0])+"))")
			if err == nil && got != want {
				return wrong("%d features have the topic %s, A_CONTAINS finds %d", want, topics[0], got)
			}
			return err
		}
		return nil
	})
}

func checkArithmetic(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		all, err := s.counted(id)
		if err != nil {
			return err
		}
		sum, err := s.filtered(id, "1 + 2 * 3 = 7 AND (1 + 2) * 3 = 9 AND 7 % 4 = 3 AND 7 DIV 2 = 3 AND 2 ^ 3 = 8")
		if err != nil {
			return err
		}
		none, err := s.filtered(id, "1 / 0 = 1 OR NOT (1 / 0 = 1)")
		if err == nil && (sum != all || none != 0) {
			return wrong("right sums find %d of %d, division by zero %d", sum, all, none)
		}
		return err
	})
}

func checkFunctions(s *session) error {
	v, err := s.object("/functions")
	if err != nil {
		return err
	}
	if len(list(v, "functions")) == 0 {
		return wrong("no functions are listed")
	}
	return s.title(func(id, t string, all []string) error {
		return s.same(id, "upper(title_vi) = "+quoted(strings.ToUpper(t)), all, func(x string) bool { return strings.ToUpper(x) == strings.ToUpper(t) })
	})
}
