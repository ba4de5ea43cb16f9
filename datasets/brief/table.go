package brief

// comparison sets the records side by side, six to a sheet, on sheets across.
func (s *sheet) comparison() {
	if len(s.doc.Records) < 2 || len(s.doc.Rows) == 0 {
		return
	}
	s.across = true
	defer func() { s.across = false }()
	for from := 0; from < len(s.doc.Records); from += perSheet {
		s.compared(from, min(from+perSheet, len(s.doc.Records)))
	}
}

func (s *sheet) compared(from, to int) {
	s.AddPageFormat("L", s.GetPageSizeStr("A4"))
	s.Bookmark(clean(s.doc.Words.Comparison), 1, -1)
	s.heading(s.doc.Words.Comparison, 13)
	width, _ := s.GetPageSize()
	label := 44.0
	column := (width - 2*margin - label) / float64(to-from)
	heads := []string{s.doc.Words.Field}
	for _, r := range s.doc.Records[from:to] {
		heads = append(heads, r.Letter+"  "+clip(r.Title, 90))
	}
	s.row(heads, "B", label, column)
	group := ""
	for _, r := range s.doc.Rows {
		if r.Further {
			continue
		}
		cells := []string{r.Label}
		stated := false
		for _, c := range r.Cells[from:to] {
			stated = stated || c != ""
			if c == "" {
				c = s.doc.Words.Unknown
			}
			cells = append(cells, clip(c, maxCell))
		}
		if !stated {
			continue
		}
		if r.Group != group {
			group = r.Group
			s.room(3 * line)
			s.font("B", 8.5)
			s.SetFillColor(239, 243, 238)
			s.CellFormat(0, line, clean(group), "", 1, "L", true, 0, "")
		}
		s.row(cells, "", label, column)
	}
}

// row prints cells beside each other, each wrapped in its column.
func (s *sheet) row(cells []string, style string, label, column float64) {
	const size, step = 7.5, 3.6
	s.font(style, size)
	wrapped := make([][]string, len(cells))
	tall := 1
	for i, c := range cells {
		w := column
		if i == 0 {
			w = label
		}
		wrapped[i] = s.SplitText(clean(c), w-2)
		tall = max(tall, len(wrapped[i]))
	}
	for i := range tall {
		s.room(step)
		s.font(style, size)
		border := ""
		if i == tall-1 {
			border = "B"
		}
		s.SetDrawColor(217, 214, 204)
		s.CellFormat(label, step, at(wrapped[0], i), border, 0, "L", false, 0, "")
		for _, lines := range wrapped[1:] {
			s.CellFormat(column, step, at(lines, i), border, 0, "L", false, 0, "")
		}
		s.Ln(step)
	}
}
