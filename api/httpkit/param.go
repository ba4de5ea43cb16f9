package httpkit

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// ParamType is the type of a parameter's value.
type ParamType string

// The types of parameters.
const (
	String  ParamType = "string"
	Integer ParamType = "integer"
	Number  ParamType = "number"
	Boolean ParamType = "boolean" // true or false
	Date    ParamType = "date"    // YYYY, YYYY-MM or YYYY-MM-DD
)

// Param documents one parameter and, for routes that do not read their query
// themselves, is also what checks it: documentation and behaviour are one.
type Param struct {
	Name string
	// Path is true for a part of the path, false for the query string.
	Path bool
	Type ParamType
	// Many allows several values; the parameter may always be repeated.
	Many bool
	// Commas says that the values of Many are joined by commas; else the parameter is repeated.
	Commas   bool
	Required bool
	Enum     []string
	// Min and Max bound a number; nil is open. Max bounds the length of a string in runes.
	Min, Max *float64
	// Default is what an absent parameter means, "" is nothing.
	Default string
	Example string
	Help    text.Text
}

// Bound returns a pointer to a bound of a Param.
func Bound(v float64) *float64 { return &v }

// LangParam is the parameter that every machine route takes.
func LangParam() Param {
	return Param{Name: "lang", Type: String, Enum: []string{string(text.VI), string(text.EN)}, Example: "en",
		Help: text.New("Ngôn ngữ của nhãn và thông báo; mặc định theo Accept-Language, nếu không thì tiếng Việt.",
			"Language of labels and messages; by default that of Accept-Language, else Vietnamese.")}
}

// Values are the checked parameters of a request, defaults filled in.
type Values struct{ values url.Values }

// Parse reads the query string against its specification. Faults are Invalid,
// name the parameter, its bounds and the nearest known name.
func Parse(r *http.Request, specs []Param) (Values, error) {
	var names []string
	for _, p := range specs {
		switch {
		case p.Path:
		case p.Many:
			names = append(names, p.Name+"*")
		default:
			names = append(names, p.Name)
		}
	}
	values, err := Params(r, names...)
	if err != nil {
		return Values{}, err
	}
	for _, p := range specs {
		if err := p.check(values); err != nil {
			return Values{}, err
		}
	}
	return Values{values}, nil
}

func (p Param) check(values url.Values) error {
	if p.Path {
		return nil
	}
	given := values[p.Name]
	if len(given) == 0 {
		if p.Required {
			return catalog.NewFault(catalog.Invalid, p.Name, "Thiếu tham số bắt buộc.", "This parameter is required.")
		}
		if p.Default != "" {
			values.Set(p.Name, p.Default)
		}
		return nil
	}
	for _, s := range given {
		if err := p.checkOne(s); err != nil {
			return err
		}
	}
	return nil
}

func (p Param) checkOne(s string) error {
	switch p.Type {
	case Integer, Number:
		return p.checkNumber(s)
	case Boolean:
		if s != "true" && s != "false" {
			return catalog.NewFault(catalog.Invalid, p.Name, "Giá trị phải là true hoặc false.", "The value must be true or false.")
		}
	case Date:
		if d, err := catalog.ParseDate(s); err != nil || d == "" {
			return catalog.NewFault(catalog.Invalid, p.Name, "“"+clip(s)+"” không phải ngày; hãy viết YYYY-MM-DD, YYYY-MM hoặc YYYY.",
				"“"+clip(s)+"” is no date; write YYYY-MM-DD, YYYY-MM or YYYY.")
		}
	default:
		return p.checkString(s)
	}
	return nil
}

func (p Param) checkNumber(s string) error {
	var v float64
	var err error
	if p.Type == Integer {
		var n int64
		n, err = strconv.ParseInt(s, 10, 64)
		v = float64(n)
	} else {
		v, err = strconv.ParseFloat(s, 64)
	}
	inside := err == nil && v == v && (p.Min == nil || v >= *p.Min) && (p.Max == nil || v <= *p.Max)
	if inside {
		return nil
	}
	vi, en := p.boundWords()
	return catalog.NewFault(catalog.Invalid, p.Name, fmt.Sprintf("“%s” không hợp lệ; cần %s.", clip(s), vi), fmt.Sprintf("“%s” will not do; want %s.", clip(s), en))
}

func (p Param) boundWords() (vi, en string) {
	vi, en = "một số", "a number"
	if p.Type == Integer {
		vi, en = "một số nguyên", "a whole number"
	}
	if p.Min != nil {
		vi += fmt.Sprintf(" từ %.12g", *p.Min)
		en += fmt.Sprintf(" from %.12g", *p.Min)
	}
	if p.Max != nil {
		vi += fmt.Sprintf(" đến %.12g", *p.Max)
		en += fmt.Sprintf(" to %.12g", *p.Max)
	}
	return vi, en
}

func (p Param) checkString(s string) error {
	if p.Max != nil && len([]rune(s)) > int(*p.Max) {
		return catalog.NewFault(catalog.Invalid, p.Name, fmt.Sprintf("Dài quá; nhiều nhất %.0f ký tự.", *p.Max), fmt.Sprintf("Too long; at most %.0f characters.", *p.Max))
	}
	if len(p.Enum) > 0 && !slices.Contains(p.Enum, s) {
		f := unknownName(p.Name, text.New("Giá trị", "Value"), s, p.Enum)
		f.Detail = text.New(f.Detail.In(text.VI)+" Có: "+strings.Join(p.Enum, ", ")+".", f.Detail.In(text.EN)+" Known: "+strings.Join(p.Enum, ", ")+".")
		return f
	}
	return nil
}

// Has reports whether the parameter was given or has a default.
func (v Values) Has(name string) bool { return v.values.Has(name) }

// String returns the parameter, "" when absent.
func (v Values) String(name string) string { return v.values.Get(name) }

// All returns the values of a parameter that may be repeated.
func (v Values) All(name string) []string { return v.values[name] }

// Int returns a parameter of type Integer, 0 when absent.
func (v Values) Int(name string) int64 {
	n, _ := strconv.ParseInt(v.values.Get(name), 10, 64) // checked by Parse
	return n
}

// Float returns a parameter of type Number, 0 when absent.
func (v Values) Float(name string) float64 {
	n, _ := strconv.ParseFloat(v.values.Get(name), 64) // checked by Parse
	return n
}

// Bool returns a parameter of type Boolean, false when absent.
func (v Values) Bool(name string) bool { return v.values.Get(name) == "true" }

// Date returns a parameter of type Date, unknown when absent.
func (v Values) Date(name string) catalog.Date {
	d, _ := catalog.ParseDate(v.values.Get(name)) // checked by Parse
	return d
}
