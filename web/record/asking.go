package record

import (
	"honglinh/catalog/contact"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// asking is whom to ask about a record today.
type asking struct {
	Desks    []desk
	Basis    *frame.Phrase
	Operator []frame.Fact
}

// desk is a body with what is public of it.
type desk struct {
	Link     frame.Link
	Was      string
	Facts    []frame.Fact
	Unlisted string
}

// asking finds whom to ask; nil where nothing can be said.
func (v *recordView) asking() *asking {
	if v.pages.contacts == nil {
		return nil
	}
	a, err := v.pages.contacts.Of(v.Ctx, v.Rec)
	if err != nil {
		v.Log.Warn("whom to ask", "op", "web.contact", "record", v.Rec.ID, "err", err)
		return nil
	}
	out := &asking{Desks: v.pages.deskList(v.L, a)}
	if b := v.L.Pick(a.Basis); b.Text != "" && len(out.Desks) > 0 {
		out.Basis = &b
	}
	o := a.Operator
	add := func(key, s, url string) {
		if s != "" {
			out.Operator = append(out.Operator, frame.Fact{Key: "operator-" + key, Label: v.L.T("ask." + key), Items: []frame.Item{{Phrase: frame.Phrase{Text: s}, URL: url}}})
		}
	}
	add("phone", o.Telephone, "")
	add("email", o.Email, mailto(o.Email))
	add("seat", v.L.Label(o.Address, ""), "")
	if o.Form != "" {
		add("form", address.Host(o.Form), o.Form)
	}
	if len(out.Desks) == 0 && len(out.Operator) == 0 {
		return nil
	}
	return out
}

func mailto(s string) string {
	if s == "" {
		return ""
	}
	return "mailto:" + s
}

func (s *pages) deskList(l *frame.Locale, a contact.Answer) []desk {
	var out []desk
	for _, b := range a.Bodies {
		title := l.Pick(b.Title)
		d := desk{Link: frame.Link{Text: title.Text, Lang: title.Lang, Tag: title.Tag, URL: s.RecordPath(l.Lang, b.ID)}}
		if n := len(b.Was); n > 0 {
			was := b.Was[0]
			key := "ask.was"
			if b.Inferred {
				key = "ask.was.inferred"
			}
			d.Was = l.T(key, l.Label(was.Title, was.ID))
		}
		add := func(key string, item frame.Item) {
			if item.Text != "" {
				d.Facts = append(d.Facts, frame.Fact{Key: key, Label: l.T("ask." + key), Items: []frame.Item{item}})
			}
		}
		add("seat", frame.Item{Phrase: l.Pick(b.Address)})
		add("phone", frame.Item{Phrase: frame.Phrase{Text: b.Telephone}})
		add("email", frame.Item{Phrase: frame.Phrase{Text: b.Email}, URL: mailto(b.Email)})
		add("hours", frame.Item{Phrase: l.Pick(b.Hours)})
		if u := address.Web(b.Website); u != "" {
			add("site", frame.Item{Phrase: frame.Phrase{Text: address.Host(u)}, URL: u, External: true})
		} else {
			add("site", frame.Item{Phrase: frame.Phrase{Text: b.Website}})
		}
		if len(d.Facts) == 0 {
			d.Unlisted = l.T("ask.unlisted")
		}
		out = append(out, d)
	}
	return out
}
