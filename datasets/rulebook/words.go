package rulebook

import (
	"strings"
	"time"

	"honglinh/catalog/condition"
	"honglinh/catalog/text"
)

// unitWords are the units of amounts.
func unitWords() map[string]text.Text {
	return map[string]text.Text{
		"billion-vnd": text.New("tỷ đồng", "billion VND"), "people": text.New("người", "people"), "years": text.New("năm", "years"),
		"percent": text.New("%", "%"), "share": text.New("(tỷ lệ)", "(share)"), "year": text.New("", ""),
	}
}

// operators are the words of comparisons.
func operators() map[string]text.Text {
	return map[string]text.Text{"=": text.New("là", "is"), "!=": text.New("không phải", "is not"), "in": text.New("là một trong:", "is one of:"),
		"<": text.New("dưới", "under"), "<=": text.New("không quá", "at most"), ">": text.New("trên", "over"), ">=": text.New("từ", "at least")}
}

// days are the words of comparisons of days.
func days() map[string]text.Text {
	return map[string]text.Text{"<": text.New("trước", "before"), "<=": text.New("không muộn hơn", "not after"), ">": text.New("sau", "after"), ">=": text.New("từ", "from")}
}

// say puts a test into words: "Zone is Industrial cluster".
func say(v *condition.Vocabulary, t condition.Test) text.Text {
	x, _ := v.Variable(t.Variable)
	out := text.Text{}
	for _, l := range text.Langs() {
		label := labelOf(x, l)
		if t.Op == "" || x.Type == condition.YesNo {
			yes := t.Op == "" || t.Values[0].Yes == (t.Op == "=")
			out.Set(l, label+": "+yesNo(yes).In(l))
			continue
		}
		word := operators()[t.Op].In(l)
		if d, ok := days()[t.Op]; ok && x.Type == condition.Day {
			word = d.In(l)
		}
		out.Set(l, label+" "+word+" "+against(v, x, t, l))
	}
	return out
}

func against(v *condition.Vocabulary, x condition.Variable, t condition.Test, l text.Lang) string {
	if t.Against != "" {
		other, _ := v.Variable(t.Against)
		return strings.ToLower(labelOf(other, l))
	}
	var list []string
	for _, value := range t.Values {
		list = append(list, SayValue(x, value, l))
	}
	return strings.Join(list, ", ")
}

// SayValue puts a value of a variable into words.
func SayValue(x condition.Variable, value condition.Value, l text.Lang) string {
	switch value.Type {
	case condition.Code:
		for _, o := range x.Options {
			if o.Code == value.Word {
				if s, _ := o.Label.Best(l); s != "" {
					return s
				}
			}
		}
		return value.Word
	case condition.YesNo:
		return yesNo(value.Yes).In(l)
	case condition.Number:
		return strings.TrimSpace(plain(value.Number, l) + " " + unitWords()[x.Unit].In(l))
	}
	if d, err := time.Parse(time.DateOnly, value.Word); err == nil {
		return sayDay(d, l)
	}
	return value.Word
}

// sayDay writes a day as the language does.
func sayDay(d time.Time, l text.Lang) string {
	if l == text.VI {
		return d.Format("02/01/2006")
	}
	return d.Format("2 January 2006")
}

func yesNo(yes bool) text.Text {
	if yes {
		return text.New("có", "yes")
	}
	return text.New("không", "no")
}

func labelOf(x condition.Variable, l text.Lang) string {
	s, _ := x.Label.Best(l)
	if s == "" {
		s, _ = x.Question.Best(l)
	}
	if s == "" {
		return x.Name
	}
	return s
}

// plain writes a number as the language does.
func plain(n float64, l text.Lang) string {
	whole, fraction, _ := strings.Cut(condition.NumberOf(n).String(), ".")
	sep, point := ",", "."
	if l == text.VI {
		sep, point = ".", ","
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) > 4 || l == text.EN && len(whole) > 3 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + sep + whole[i:]
		}
	}
	if fraction != "" {
		whole += point + fraction
	}
	return sign + whole
}
