package desk

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/desk"
	"honglinh/datasets/revise"
	"honglinh/web/frame"
)

// saveGrid keeps what was typed into the cells of a table.
func (p *pages) saveGrid(w http.ResponseWriter, r *http.Request, v *visit) error {
	o, err := p.openTable(r, v)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(r.PostFormValue("rev"))
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "rev", "Biểu mẫu thiếu số lần sửa.", "The form lacks the number of its revision.")
	}
	row := r.PostFormValue("row") // the page of one row
	mine, id, err := o.posted(r, rev)
	if err != nil {
		return p.gridRefused(w, r, v, o, row, err)
	}
	if row == "new" {
		row = id
	}
	if again, err := p.writeGrid(w, r, v, o, rev, mine, row); again || err != nil {
		return err
	}
	at := p.at("desk.table", v.l.Lang, "id", o.it.ID, "table", o.table.Name)
	if row != "" {
		at = p.at("desk.row", v.l.Lang, "id", o.it.ID, "table", o.table.Name, "row", row)
	}
	q := url.Values{"done": {"saved"}}
	for _, name := range []string{"q", "only", "col", "from"} {
		if list := r.PostForm[name]; len(list) > 0 && list[0] != "" {
			q[name] = list
		}
	}
	return p.seeOther(w, r, frame.WithQuery(at, q))
}

// writeGrid writes the fields into the edition; again says that the page was answered
// with what kept it from being written.
func (p *pages) writeGrid(w http.ResponseWriter, r *http.Request, v *visit, o *opened, rev int, mine map[string]string, row string) (again bool, err error) {
	saved, conflicts, err := p.Editions.Write(r.Context(), o.it.ID, rev, mine, v.Actor, v.writing())
	if err != nil {
		return true, p.gridRefused(w, r, v, o, row, err)
	}
	if len(conflicts) > 0 {
		return true, p.gridConflicts(w, r, v, o, rev, mine, conflicts, row)
	}
	o.it = saved
	return false, nil
}

// gridRefused shows the page again with what was wrong.
func (p *pages) gridRefused(w http.ResponseWriter, r *http.Request, v *visit, o *opened, row string, err error) error {
	if _, ok := wrong(v, err); !ok {
		return err
	}
	if row != "" {
		return p.showRow(w, r, v, o, row, http.StatusBadRequest, err)
	}
	return p.showGrid(w, r, v, o, http.StatusBadRequest, err)
}

// gridConflicts shows what two people changed in the same cell, with the own value in the
// form: saved again, it counts.
func (p *pages) gridConflicts(w http.ResponseWriter, r *http.Request, v *visit, o *opened, rev int, mine map[string]string, conflicts []desk.Conflict, row string) error {
	it, err := p.Editions.Find(r.Context(), o.it.ID)
	if err != nil {
		return err
	}
	was, known := it.Value.AtRev(rev)
	if !known {
		was = map[string]string{}
	}
	theirs := it.Value.Fields
	merged, _ := desk.Merge(was, theirs, mine)
	for _, c := range conflicts {
		merged[c.Field] = c.Mine
	}
	it.Value.Fields = merged
	o.it = it
	if err := o.changed(); err != nil {
		return err
	}
	add := func(page *gridPage) {
		page.Wrong = frame.Phrase{Text: v.l.T("desk.conflict.lead")}
		for _, c := range conflicts {
			page.Conflicts = append(page.Conflicts, conflictRow{tableField(v.l, o.pkg, &o.it.Value, c.Field), c.Field, cellText(v.l, c.Was), cellText(v.l, theirs[c.Field]), cellText(v.l, c.Mine)})
		}
	}
	if row != "" {
		return p.showRow(w, r, v, o, row, http.StatusConflict, nil, add)
	}
	return p.showGrid(w, r, v, o, http.StatusConflict, nil, add)
}

// posted are the edition's fields at a revision with what was typed into the cells, and
// the id of a row that it adds. Faults: Invalid.
func (o *opened) posted(r *http.Request, rev int) (fields map[string]string, added string, err error) {
	e := &o.it.Value
	fields, known := e.AtRev(rev)
	if !known {
		fields = maps.Clone(e.Fields)
	}
	typed, ended := map[string]map[string]string{}, map[string]string{}
	for name, values := range r.PostForm {
		kind, rest, _ := strings.Cut(name, ".")
		id, column, _ := strings.Cut(rest, ".")
		switch {
		case kind == "c" && column != "":
			if typed[id] == nil {
				typed[id] = map[string]string{}
			}
			typed[id][column] = clean(values[len(values)-1])
		case kind == "e" && id != "":
			ended[id] = strings.TrimSpace(values[len(values)-1])
		}
	}
	fresh := typed["new"]
	delete(typed, "new")
	there := map[string]bool{}
	err = o.read(func(l revise.Line) error {
		there[l.ID] = true
		o.put(fields, l, typed[l.ID])
		if day, sent := ended[l.ID]; sent {
			o.end(fields, l, day)
		}
		return nil
	})
	if err != nil || fresh == nil {
		return fields, "", err
	}
	added, err = o.add(fields, fresh, there)
	return fields, added, err
}

// put puts the typed cells of a row into the fields: what the source has too is no change.
func (o *opened) put(fields map[string]string, l revise.Line, typed map[string]string) {
	for i, column := range o.head.Columns {
		v, sent := typed[column]
		if !sent || l.Source != nil && o.head.Keyed && slices.Contains(o.head.Key, column) {
			continue
		}
		name := revise.Cell(o.table.Name, l.ID, column)
		switch {
		case l.Source != nil && v == clean(l.Source[i]), l.Source == nil && v == "":
			delete(fields, name)
		default:
			fields[name] = revise.Holds + v
		}
	}
	o.note(fields, l.ID, l.Key)
}

// end ends a row, or lets it go on where the day is empty.
func (o *opened) end(fields map[string]string, l revise.Line, day string) {
	name := revise.Mark(revise.EndPrefix, o.table.Name, l.ID)
	if day == "" {
		delete(fields, name)
	} else {
		fields[name] = day
	}
	o.note(fields, l.ID, l.Key)
}

// note keeps the key of a changed row as people read it, and drops that of a row that is
// no longer changed.
func (o *opened) note(fields map[string]string, id, key string) {
	mark := revise.Mark(revise.RowPrefix, o.table.Name, id)
	delete(fields, mark)
	cells := revise.Cell(o.table.Name, id, "")
	changed := fields[revise.Mark(revise.EndPrefix, o.table.Name, id)] != "" || fields[revise.Mark(revise.NewPrefix, o.table.Name, id)] != ""
	for _, column := range o.head.Columns {
		changed = changed || fields[cells+column] != ""
	}
	if changed && key != "" {
		fields[mark] = key
	}
}

// add adds a row with the typed cells. Faults: Invalid for a key that is missing or there.
func (o *opened) add(fields, typed map[string]string, there map[string]bool) (string, error) {
	cells := make([]string, len(o.head.Columns))
	for i, column := range o.head.Columns {
		cells[i] = typed[column]
	}
	key := o.head.Of(cells)
	if !slices.ContainsFunc(cells, func(v string) bool { return v != "" }) {
		return "", catalog.NewFault(catalog.Invalid, "row", "Hãy điền ít nhất một ô.", "Fill in at least one cell.")
	}
	if o.head.Keyed {
		if i := slices.Index(key, ""); i >= 0 {
			return "", catalog.NewFault(catalog.Invalid, revise.Cell(o.table.Name, "new", o.head.Key[i]), "Cột này là khoá của bảng: hãy điền.", "This column is the key of the table: fill it in.")
		}
	}
	id := revise.ID(key)
	if there[id] {
		return "", catalog.NewFault(catalog.Invalid, revise.Cell(o.table.Name, "new", o.head.Key[0]), "Bảng đã có dòng với khoá này ("+o.head.Shown(key)+"); hãy sửa dòng đó.", "The table has a row of this key ("+o.head.Shown(key)+"); change that one.")
	}
	fields[revise.Mark(revise.NewPrefix, o.table.Name, id)] = "yes"
	for i, column := range o.head.Columns {
		if cells[i] != "" {
			fields[revise.Cell(o.table.Name, id, column)] = revise.Holds + cells[i]
		}
	}
	o.note(fields, id, o.head.Shown(key))
	return id, nil
}
