package web

import (
	"strings"
)

// partText prints a part of a procedure on one line: a paper of the dossier, a
// limit, a way of filing; "" for other objects.
func (l *locale) partText(m map[string]any) Phrase {
	switch {
	case m["limit_state"] != nil && m["value"] != nil:
		return Phrase{Text: l.limitText(m)}
	case m["channel"] != nil:
		return l.mannerText(m)
	case m["originals"] != nil || m["copies"] != nil:
		return l.paperText(m)
	}
	return Phrase{}
}

// limitText is "7 working days (detached house): art. 54 … – in force".
func (l *locale) limitText(m map[string]any) string {
	text := l.t("value.days."+scalar(m["unit"], nil), scalar(m["value"], l))
	if c := l.attr(m, "case").Text; c != "" {
		text += " (" + c + ")"
	}
	basis := strings.Trim(l.attr(m, "article").Text+", "+scalar(m["act"], nil), ", ")
	return joinWith(" – ", text, basis, l.t("value.limit."+scalar(m["limit_state"], nil)))
}

// mannerText is a way of filing with its fee as the source prints it.
func (l *locale) mannerText(m map[string]any) Phrase {
	fee := l.attr(m, "fee")
	return Phrase{Text: joinWith(": ", l.t("value.channel."+scalar(m["channel"], nil)), joinWith("; ", fee.Text, l.attr(m, "fee_doubt").Text)), Lang: fee.Lang, Tag: fee.Tag}
}

// paperText is the name of a paper with how many, the form and the case.
func (l *locale) paperText(m map[string]any) Phrase {
	name := l.attr(m, "name")
	var more []string
	for _, n := range []string{"originals", "copies"} {
		if count := scalar(m[n], l); count != "" && count != "0" {
			more = append(more, l.t("value.paper."+n, count))
		}
	}
	if form := scalar(m["form_code"], nil); form != "" {
		more = append(more, l.t("paper.form", form))
	}
	if by := scalar(m["removed_by"], nil); by != "" {
		more = append(more, l.t("paper.removed", by))
	}
	if c := l.attr(m, "case").Text; c != "" {
		more = append(more, l.t("paper.case", c))
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
