package web

import (
	"net/url"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

// Trust is the small line that says how sure a record is.
type Trust struct {
	Source     string
	URL        string
	Date       string
	Confirmed  string // "confirmed by … on …"
	Overdue    string // "not confirmed since …"
	Confidence string // label
	Level      string // high, medium, low: a class of the style sheet
}

func (s *site) trust(l *locale, rec *catalog.Record) Trust {
	t := Trust{Level: rec.Confidence()}
	t.Confidence = l.label(vocab.Confidences().Label(t.Level), "")
	if len(rec.Provenance) > 0 {
		p := rec.Provenance[0]
		t.Source, t.URL, t.Date = p.Title, webURL(p.URL), l.date(p.Date)
		if host := hostOf(p.URL); host != "" {
			t.Source = host
		}
	}
	t.Confirmed, t.Overdue = s.confirmed(l, rec)
	return t
}

// confirmed says who confirmed the record and when, or, where its review is
// overdue, since when nobody did.
func (s *site) confirmed(l *locale, rec *catalog.Record) (confirmed, overdue string) {
	var by catalog.Provenance
	for _, p := range rec.Provenance {
		if p.ConfirmedOn != "" && p.ConfirmedOn >= by.ConfirmedOn {
			by = p
		}
	}
	if rec.Overdue(s.Now()) {
		last := catalog.Vouched(rec.Provenance)
		if last == "" {
			return "", l.t("trust.never")
		}
		return "", l.t("trust.overdue", l.date(last))
	}
	read := lastRead(rec.Provenance)
	switch {
	case by.ConfirmedOn != "" && by.ConfirmedBy != "":
		return l.t("trust.confirmed.by", by.ConfirmedBy, l.date(by.ConfirmedOn)), ""
	case by.ConfirmedOn != "":
		return l.t("trust.confirmed", l.date(by.ConfirmedOn)), ""
	case read != "":
		return l.t("trust.read", l.date(read)), ""
	}
	return "", ""
}

// Source is one source of a record, whole.
type Source struct {
	Title, URL, Where, Confidence, Level, Confirmed string
}

func (l *locale) sources(list []catalog.Provenance) []Source {
	var out []Source
	for _, p := range list {
		src := Source{Title: p.Title, URL: webURL(p.URL), Level: p.Confidence, Confidence: l.label(vocab.Confidences().Label(p.Confidence), p.Confidence)}
		if src.Title == "" {
			src.Title = hostOf(p.URL)
		}
		read := ""
		if p.Retrieved != "" {
			read = l.t("source.read", l.date(p.Retrieved))
		}
		for _, part := range []string{hostOf(p.URL), l.date(p.Date), read} {
			if part != "" && src.Where != "" {
				src.Where += " · "
			}
			src.Where += part
		}
		if p.ConfirmedOn != "" {
			src.Confirmed = l.t("trust.confirmed.by", p.ConfirmedBy, l.date(p.ConfirmedOn))
		}
		out = append(out, src)
	}
	return out
}

// webURL returns an address that a page may link to: http or https, else "".
func webURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
