package facts

import (
	"honglinh/catalog"
	"honglinh/catalog/vocab"
	"honglinh/web/address"
	"honglinh/web/frame"
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

// TrustOf returns the line of a record: its first source, the best confidence of all, and who confirmed
// it or since when nobody has.
func TrustOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record) Trust {
	t := Trust{Level: rec.Confidence()}
	t.Confidence = l.Label(vocab.Confidences().Label(t.Level), "")
	if len(rec.Provenance) > 0 {
		p := rec.Provenance[0]
		t.Source, t.URL, t.Date = p.Title, address.Source(p.URL), l.Date(p.Date)
		if host := address.Host(t.URL); host != "" {
			t.Source = host
		}
	}
	t.Confirmed, t.Overdue = confirmed(s, l, rec)
	return t
}

// confirmed says who confirmed the record and when, or, where its review is
// overdue, since when nobody did.
func confirmed(s *frame.Frame, l *frame.Locale, rec *catalog.Record) (confirmed, overdue string) {
	var by catalog.Provenance
	for _, p := range rec.Provenance {
		if p.ConfirmedOn != "" && p.ConfirmedOn >= by.ConfirmedOn {
			by = p
		}
	}
	if rec.Overdue(s.Now()) {
		last := catalog.Vouched(rec.Provenance)
		if last == "" {
			return "", l.T("trust.never")
		}
		return "", l.T("trust.overdue", l.Date(last))
	}
	read := lastRead(rec.Provenance)
	switch {
	case by.ConfirmedOn != "" && by.ConfirmedBy != "":
		return l.T("trust.confirmed.by", by.ConfirmedBy, l.Date(by.ConfirmedOn)), ""
	case by.ConfirmedOn != "":
		return l.T("trust.confirmed", l.Date(by.ConfirmedOn)), ""
	case read != "":
		return l.T("trust.read", l.Date(read)), ""
	}
	return "", ""
}

// Source is one source of a record, whole.
type Source struct {
	Title, URL, Where, Confidence, Level, Confirmed string
}

// SourcesOf returns the sources of a record or a figure in their order.
func SourcesOf(l *frame.Locale, list []catalog.Provenance) []Source {
	var out []Source
	for _, p := range list {
		src := Source{Title: p.Title, URL: address.Source(p.URL), Level: p.Confidence, Confidence: l.Label(vocab.Confidences().Label(p.Confidence), p.Confidence)}
		if src.Title == "" {
			src.Title = address.Host(p.URL) // where nothing else names it
		}
		read := ""
		if p.Retrieved != "" {
			read = l.T("source.read", l.Date(p.Retrieved))
		}
		for _, part := range []string{address.Host(src.URL), l.Date(p.Date), read} {
			if part != "" && src.Where != "" {
				src.Where += " · "
			}
			src.Where += part
		}
		if p.ConfirmedOn != "" {
			src.Confirmed = l.T("trust.confirmed.by", p.ConfirmedBy, l.Date(p.ConfirmedOn))
		}
		out = append(out, src)
	}
	return out
}

// lastRead is the last day on which a source was read.
func lastRead(sources []catalog.Provenance) catalog.Date {
	var read catalog.Date
	for _, p := range sources {
		read = max(read, p.Retrieved)
	}
	return read
}
