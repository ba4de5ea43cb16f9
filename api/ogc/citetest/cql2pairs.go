package citetest

import "strings"

func checkEscapes(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		n := map[string]int{}
		for _, f := range []string{"title_vi LIKE '%''%'", `title_vi LIKE '%\'%'`, `title_vi LIKE '\%%'`, "title_vi LIKE '%'", "title_vi IS NOT NULL"} {
			var err error
			if n[f], err = s.filtered(id, f); err != nil {
				return err
			}
		}
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		quotes, percents := 0, 0
		for _, f := range all {
			p, _ := f["properties"].(map[string]any)
			if strings.Contains(str(p, "title_vi"), "'") {
				quotes++
			}
			if strings.HasPrefix(str(p, "title_vi"), "%") {
				percents++
			}
		}
		if n["title_vi LIKE '%''%'"] != quotes || n[`title_vi LIKE '%\'%'`] != quotes || n[`title_vi LIKE '\%%'`] != percents || n["title_vi LIKE '%'"] != n["title_vi IS NOT NULL"] {
			return wrong("%d titles have a quote, %d begin with a percent sign: %v", quotes, percents, n)
		}
		return nil
	})
}

func checkTwoProperties(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		all, err := s.counted(id)
		if err != nil {
			return err
		}
		same, err := s.filtered(id, "kind = kind")
		if err != nil {
			return err
		}
		other, err := s.filtered(id, "kind <> kind")
		if err != nil {
			return err
		}
		left, err := s.filtered(id, "record < title_vi")
		if err != nil {
			return err
		}
		right, err := s.filtered(id, "title_vi > record")
		if err == nil && (same != all || other != 0 || left != right) {
			return wrong("of %d features %d have a kind that equals itself and %d one that does not; record < title_vi finds %d, turned round %d", all, same, other, left, right)
		}
		return err
	})
}

func checkShapes(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		looked = true
		at := func(x, y int) string { return strings.Replace(joined([]float64{b[x], b[y]}), ",", " ", 1) }
		ring := "(" + strings.Join([]string{at(0, 1), at(2, 1), at(2, 3), at(0, 3), at(0, 1)}, ",") + ")"
		diagonal := "(" + at(0, 1) + "," + at(2, 3) + ")"
		n := map[string]int{}
		for name, g := range map[string]string{"box": "BBOX(" + joined(b) + ")", "polygon": "POLYGON(" + ring + ")", "polygons": "MULTIPOLYGON((" + ring + "))",
			"line": "LINESTRING" + diagonal, "lines": "MULTILINESTRING(" + diagonal + ")", "points": "MULTIPOINT((" + at(0, 1) + "))",
			"collection": "GEOMETRYCOLLECTION(POLYGON(" + ring + "),LINESTRING" + diagonal + ")", "far": "POLYGON((0 0,1 0,1 1,0 0))"} {
			var err error
			if n[name], err = s.filtered(id, "S_INTERSECTS(geometry, "+g+")"); err != nil {
				return err
			}
		}
		if n["box"] != n["polygon"] || n["box"] != n["polygons"] || n["box"] != n["collection"] || n["line"] != n["lines"] || n["line"] > n["box"] || n["points"] > n["box"] || n["far"] != 0 {
			return wrong("the extent as different shapes finds %v", n)
		}
		return nil
	})
	return needed(err, looked)
}
