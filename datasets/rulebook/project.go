package rulebook

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Project is what somebody says of a project, on a day.
type Project struct {
	Facts condition.Facts
	On    time.Time
	Place *place.Unit
	// Profit in a year and Ordinary, the rate to compare with, are of the example only.
	Profit, Ordinary *float64
	// Notes say how what was given was understood.
	Notes []text.Text
	// Values are the parameters as given, without the language.
	Values url.Values
}

// The parameters that are no variables themselves.
const (
	paramPlace    = "place"
	paramSector   = "sector"
	paramSize     = "size"
	paramAsOf     = "as_of"
	paramProfit   = "profit"
	paramOrdinary = "ordinary_rate"
	paramLang     = "lang"
)

// The variables that parameters of other names fill.
const (
	variableSize    = "sme_size"
	variableSection = "sector_section"
	variableGroup   = "sector_group"
	variableLevel   = "unit_level"
	variableParent  = "province_code"
	variableClass   = "ward_area_class"
)

// Params are the names of the parameters that a project may be given by, besides any
// further variable.
func (in *Incentives) Params() []string {
	out := []string{paramPlace, paramSector, paramSize, paramAsOf, paramProfit, paramOrdinary, paramLang}
	for _, x := range in.vocab.All() {
		if x.Origin != condition.Computed {
			out = append(out, x.Name)
		}
	}
	return out
}

// maxWord bounds a value: the longest name of a unit is under 90 characters.
const maxWord = 200

// Read reads a project from parameters. An unknown parameter or value is an Invalid
// fault that names the nearest; so is a place that means several units.
func (in *Incentives) Read(values url.Values, now time.Time) (Project, error) {
	p := Project{Facts: condition.Facts{}, On: now, Values: url.Values{}}
	if s := values.Get(paramAsOf); s != "" {
		day, err := catalog.ParseDate(s)
		if err != nil || day == "" {
			return p, catalog.NewFault(catalog.Invalid, paramAsOf, "Ngày phải viết YYYY-MM-DD, ví dụ 2026-03-31.", "A date is written YYYY-MM-DD, such as 2026-03-31.")
		}
		p.On = day.End()
	}
	p.On = time.Date(p.On.Year(), p.On.Month(), p.On.Day(), 0, 0, 0, 0, time.UTC)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := in.once(name, values[name]); err != nil {
			return p, err
		}
		s := strings.TrimSpace(values.Get(name))
		if name == paramLang {
			if err := language(s); err != nil {
				return p, err
			}
			continue
		}
		if s == "" {
			continue
		}
		p.Values.Set(name, s)
		if err := in.take(&p, name, s); err != nil {
			return p, err
		}
	}
	return p, nil
}

// language checks the language of an answer, which says everything in both.
func language(s string) error {
	if _, ok := text.ParseLang(s); ok || s == "" {
		return nil
	}
	return catalog.NewFault(catalog.Invalid, paramLang, "Hãy ghi vi hoặc en.", "Write vi or en.")
}

func (in *Incentives) once(name string, given []string) error {
	switch {
	case len(given) > 1:
		return catalog.NewFault(catalog.Invalid, name, "Tham số này chỉ được ghi một lần.", "This parameter may be given only once.")
	case len([]rune(given[0])) > maxWord:
		return catalog.NewFault(catalog.Invalid, name, fmt.Sprintf("Dài quá; nhiều nhất %d ký tự.", maxWord), fmt.Sprintf("Too long; at most %d characters.", maxWord))
	}
	return nil
}

func (in *Incentives) take(p *Project, name, s string) error {
	switch name {
	case paramAsOf:
		return nil
	case paramPlace:
		return in.takePlace(p, s)
	case paramSector:
		return in.takeSector(p, s)
	case paramSize:
		name = variableSize
	case paramProfit, paramOrdinary:
		return takeExample(p, name, s)
	}
	x, ok := in.vocab.Variable(name)
	if !ok || x.Origin == condition.Computed {
		return in.unknown(name, ok)
	}
	v, err := readValue(x, s, p.alias(name))
	if err != nil {
		return err
	}
	p.Facts[x.Name] = v
	if x.Origin == condition.Official {
		label := x.Label
		p.Notes = append(p.Notes, text.New(
			"Giả định do bạn nêu, cơ quan có thẩm quyền mới quyết định: "+label.In(text.VI)+" = "+SayValue(x, v, text.VI)+".",
			"An assumption of yours that only an authority decides: "+label.In(text.EN)+" = "+SayValue(x, v, text.EN)+"."))
	}
	return nil
}

// alias is the name of the parameter that filled a variable.
func (p *Project) alias(name string) string {
	if name == variableSize && !p.Values.Has(name) {
		return paramSize
	}
	return name
}

func (in *Incentives) unknown(name string, computed bool) error {
	if computed {
		return catalog.NewFault(catalog.Invalid, name, "Giá trị này do các quy tắc tính ra, không thể tự khai.", "The rules compute this value; it cannot be claimed.")
	}
	f := catalog.NewFault(catalog.Invalid, name, "Không có tham số này.", "There is no such parameter.")
	f.Nearest = text.Nearest(name, in.Params())
	f.Detail = nearest(f.Nearest, "Không có tham số này.", "There is no such parameter.")
	return f
}

// nearest says what is wrong and names the nearest known, where there is one.
func nearest(known, vi, en string) text.Text {
	if known == "" {
		return text.New(vi, en)
	}
	return text.New(vi+" Gần nhất là “"+known+"”.", en+" The nearest is “"+known+"”.")
}

// Word is the code of an option as addresses write it: the words of its English label
// where the code is an abbreviation.
func Word(x condition.Variable, o condition.Option) string {
	short := x.Origin == condition.Asked && len(o.Code) > 1 && o.Code != strings.ToLower(o.Code) // "IC"
	if s := text.Slug(o.Label.In(text.EN), maxWord); short && s != "" {
		return s
	}
	return o.Code
}

// readValue reads a value; a code may be written as in the tables, or by the words of its
// English label with dashes.
func readValue(x condition.Variable, s, param string) (condition.Value, error) {
	switch x.Type {
	case condition.Code:
		var known []string
		for _, o := range x.Options {
			if strings.EqualFold(s, o.Code) || strings.EqualFold(s, Word(x, o)) || strings.EqualFold(s, text.Slug(o.Label.In(text.EN), maxWord)) {
				return condition.CodeOf(o.Code), nil
			}
			known = append(known, Word(x, o))
		}
		f := catalog.NewFault(catalog.Invalid, param, "", "")
		f.Nearest = text.Nearest(s, known)
		f.Detail = nearest(f.Nearest, "Không có giá trị này.", "There is no such value.")
		f.Detail = text.New(f.Detail.In(text.VI)+" Có: "+strings.Join(known, ", ")+".", f.Detail.In(text.EN)+" Known: "+strings.Join(known, ", ")+".")
		return condition.Value{}, f
	case condition.Number:
		v, err := condition.ParseValue(x.Type, s)
		if err != nil || v.Number < 0 {
			return v, catalog.NewFault(catalog.Invalid, param, "Phải là một số không âm, dấu thập phân là dấu chấm, ví dụ 12.5.", "Must be a number from 0 up, with a decimal point, such as 12.5.")
		}
		return v, nil
	case condition.YesNo:
		switch s {
		case "yes", "1":
			s = "true"
		case "no", "0":
			s = "false"
		}
		v, err := condition.ParseValue(x.Type, s)
		if err != nil {
			return v, catalog.NewFault(catalog.Invalid, param, "Phải là true hoặc false.", "Must be true or false.")
		}
		return v, nil
	}
	v, err := condition.ParseValue(x.Type, s)
	if err != nil {
		return v, catalog.NewFault(catalog.Invalid, param, "Ngày phải viết YYYY-MM-DD, ví dụ 2026-03-31.", "A date is written YYYY-MM-DD, such as 2026-03-31.")
	}
	return v, nil
}

func takeExample(p *Project, name, s string) error {
	n, err := strconv.ParseFloat(s, 64)
	most := 1e6 // billion VND: more than the country's largest firm earns
	if name == paramOrdinary {
		most = 100
	}
	if err != nil || n != n || n < 0 || n > most {
		return catalog.NewFault(catalog.Invalid, name, fmt.Sprintf("Phải là một số từ 0 đến %.0f.", most), fmt.Sprintf("Must be a number from 0 to %.0f.", most))
	}
	if name == paramOrdinary {
		p.Ordinary = &n
	} else {
		p.Profit = &n
	}
	return nil
}

// takePlace finds the unit that was there on the day.
func (in *Incentives) takePlace(p *Project, s string) error {
	on := p.On.Format(time.DateOnly)
	found := in.places.Resolve(s, "")
	if len(found) == 0 {
		f := catalog.NewFault(catalog.Invalid, paramPlace, "Không có đơn vị hành chính này.", "There is no such administrative unit.")
		if near, ok := in.places.Nearest(s); ok {
			f.Nearest = near.Name.In(text.VI)
			f.Detail = nearest(f.Nearest, "Không có đơn vị hành chính này.", "There is no such administrative unit.")
		}
		return f
	}
	var then []place.Unit
	for _, u := range found {
		for _, on := range in.places.On(u.ID, on) {
			if !slices.ContainsFunc(then, func(v place.Unit) bool { return v.ID == on.ID }) {
				then = append(then, on)
			}
		}
		if len(then) > 0 { // the first reading that leads to the day
			break
		}
	}
	if len(then) != 1 {
		return in.ambiguous(found[0], then)
	}
	u := then[0]
	p.Place = &u
	if u.ID != found[0].ID {
		p.Notes = append(p.Notes, text.New(
			found[0].Name.In(text.VI)+" là "+u.Name.In(text.VI)+" vào ngày "+sayDay(p.On, text.VI)+".",
			found[0].Name.In(text.EN)+" is "+u.Name.In(text.EN)+" on "+sayDay(p.On, text.EN)+"."))
	}
	in.factsOfPlace(p, u)
	return nil
}

func (in *Incentives) ambiguous(asked place.Unit, then []place.Unit) error {
	if len(then) == 0 {
		return catalog.NewFault(catalog.Invalid, paramPlace, "Chưa rõ đơn vị nào ở chỗ ấy vào ngày này.", "It is not known which unit was there on this day.")
	}
	var vi, en []string
	for _, u := range then {
		vi = append(vi, u.Name.In(text.VI)+" ("+u.Code+")")
		en = append(en, u.Name.In(text.EN)+" ("+u.Code+")")
	}
	return catalog.NewFault(catalog.Invalid, paramPlace, asked.Name.In(text.VI)+" nay thuộc nhiều đơn vị; hãy chọn một: "+strings.Join(vi, ", ")+".",
		asked.Name.In(text.EN)+" lies in several units; choose one: "+strings.Join(en, ", ")+".")
}

// factsOfPlace are what the register of units says.
func (in *Incentives) factsOfPlace(p *Project, u place.Unit) {
	if x, ok := in.vocab.Variable(variableLevel); ok && x.Has(u.Level) {
		p.Facts[variableLevel] = condition.CodeOf(u.Level)
	}
	for _, above := range append([]place.Unit{u}, in.places.Ancestors(u.ID)...) {
		if n, err := strconv.ParseFloat(above.Code, 64); err == nil && above.Level == "province" {
			p.Facts[variableParent] = condition.NumberOf(n)
		}
	}
	for _, a := range in.areas {
		if a.code == u.Code && (a.from == "" || a.from == u.From) && !p.Values.Has(variableClass) {
			p.Notes = append(p.Notes, a.note)
		}
	}
}

// takeSector reads a sector that rules name, a section, or a VSIC code. A code fills the
// sector of the rules only where the editors are sure of the class; else it is named as
// one to ask about.
func (in *Incentives) takeSector(p *Project, s string) error {
	if group, ok := in.vocab.Variable(variableGroup); ok && group.Has(s) {
		p.Facts[variableGroup] = condition.CodeOf(s)
		return nil
	}
	ref, err := vocab.ParseSector(s, "VSIC2018")
	section := ref.Section()
	x, ok := in.vocab.Variable(variableSection)
	if err != nil || !ok || !x.Has(section) {
		return in.noSector(s)
	}
	p.Facts[variableSection] = condition.CodeOf(section)
	if len(ref.Code) < 2 {
		return nil
	}
	for _, row := range in.sectors {
		if row.code == "" || row.scheme != ref.Scheme || !strings.HasPrefix(ref.Code, row.code) || p.Values.Has(variableGroup) {
			continue
		}
		in.mapSector(p, ref, row)
	}
	return nil
}

func (in *Incentives) mapSector(p *Project, ref vocab.SectorRef, row sectorRow) {
	group, _ := in.vocab.Variable(variableGroup)
	name := func(l text.Lang) string { return SayValue(group, condition.CodeOf(row.group), l) }
	if row.confidence == "high" {
		p.Facts[variableGroup] = condition.CodeOf(row.group)
		p.Notes = append(p.Notes, text.New(
			"Mã "+ref.Code+" được hiểu là “"+name(text.VI)+"” ("+row.reason.In(text.VI)+"); người biên tập nối, cơ quan có thẩm quyền xác nhận.",
			"Code "+ref.Code+" is taken as “"+name(text.EN)+"” ("+row.reason.In(text.EN)+"); an editor's mapping, for the authority to confirm."))
		return
	}
	p.Notes = append(p.Notes, text.New(
		"Mã "+ref.Code+" có thể thuộc “"+name(text.VI)+"”, chưa chắc: "+row.reason.In(text.VI)+". Hãy chọn ngành đó để xem câu trả lời đổi thế nào.",
		"Code "+ref.Code+" may be “"+name(text.EN)+"”, not sure: "+row.reason.In(text.EN)+". Choose that sector to see what it would change."))
}

func (in *Incentives) noSector(s string) error {
	f := catalog.NewFault(catalog.Invalid, paramSector, "Cần chữ cái ngành cấp 1 (A đến U), mã VSIC 2 đến 5 chữ số, hoặc tên nhóm ngành của các quy tắc.",
		"Want a VSIC section letter (A to U), a VSIC code of 2 to 5 digits, or the name of a sector of the rules.")
	var known []string
	for _, name := range []string{variableSection, variableGroup} {
		x, _ := in.vocab.Variable(name)
		for _, o := range x.Options {
			known = append(known, o.Code)
		}
	}
	f.Nearest = text.Nearest(s, known)
	f.Detail = nearest(f.Nearest, f.Detail.In(text.VI), f.Detail.In(text.EN))
	return f
}
