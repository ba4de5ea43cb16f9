package facts

import (
	"slices"
	"strings"

	"honglinh/web/frame"
)

// partText prints a part of a procedure on one line: a paper of the dossier, a
// limit, a way of filing; "" for other objects.
func partText(l *frame.Locale, m map[string]any) frame.Phrase {
	switch {
	case m["limit_state"] != nil && m["value"] != nil:
		return frame.Phrase{Text: limitText(l, m)}
	case m["channel"] != nil:
		return mannerText(l, m)
	case m["originals"] != nil || m["copies"] != nil:
		return paperText(l, m)
	}
	return frame.Phrase{}
}

// limitText is "7 working days (detached house): art. 54 … – in force".
func limitText(l *frame.Locale, m map[string]any) string {
	text := l.Span(Scalar(m["unit"], nil), Scalar(m["value"], l))
	if c := Attr(l, m, "case").Text; c != "" {
		text += " (" + c + ")"
	}
	basis := strings.Trim(Attr(l, m, "article").Text+", "+Scalar(m["act"], nil), ", ")
	return joinWith(" – ", text, basis, l.T("value.limit."+Scalar(m["limit_state"], nil)))
}

// mannerText is a way of filing with its fee as the source prints it.
func mannerText(l *frame.Locale, m map[string]any) frame.Phrase {
	fee := Attr(l, m, "fee")
	return frame.Phrase{Text: joinWith(": ", l.T("value.channel."+Scalar(m["channel"], nil)), joinWith("; ", fee.Text, Attr(l, m, "fee_doubt").Text)), Lang: fee.Lang, Tag: fee.Tag}
}

// alwaysFirst puts the papers that everybody brings before those of a case; other lists stay as they are.
func alwaysFirst(list []any) []any {
	ofCase := func(one any) int {
		m, _ := one.(map[string]any)
		if m["originals"] == nil && m["copies"] == nil || AttrText(m, "case").IsZero() && Scalar(m["case"], nil) == "" {
			return 0
		}
		return 1
	}
	return slices.SortedStableFunc(slices.Values(list), func(a, b any) int { return ofCase(a) - ofCase(b) })
}

// paperText is the name of a paper with how many, the form and the case.
func paperText(l *frame.Locale, m map[string]any) frame.Phrase {
	name := Attr(l, m, "name")
	var more []string
	for _, n := range []string{"originals", "copies"} {
		if count := Scalar(m[n], l); count != "" && count != "0" {
			more = append(more, l.T("value.paper."+n, count))
		}
	}
	if form := Scalar(m["form_code"], nil); form != "" {
		more = append(more, l.T("paper.form", form))
	}
	if by := Scalar(m["removed_by"], nil); by != "" {
		more = append(more, l.T("paper.removed", by))
	}
	if c := Attr(l, m, "case").Text; c != "" {
		more = append(more, l.T("paper.case", c))
	}
	name.Text = joinWith(" – ", name.Text, strings.Join(more, "; "))
	return name
}

// joinWith joins the texts that are not empty.
func joinWith(sep string, texts ...string) string {
	var out []string
	for _, s := range texts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}
