package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

type recordIn struct {
	texted
	ID   string `json:"id" jsonschema:"kind/slug, as search returns it"`
	AsOf string `json:"as_of,omitempty" jsonschema:"the version that was published on this day, YYYY-MM-DD"`
}

type recordOut struct {
	Record  catalog.Record `json:"record"`
	Sources []sourceOfText `json:"sources"`
	Links   linkset        `json:"links"`
}

func (f *Face) record(ctx context.Context, in recordIn) (recordOut, error) {
	rec, err := f.find(ctx, in.ID, in.AsOf)
	if err != nil {
		return recordOut{}, err
	}
	return recordOut{rec, sourcesOf(rec.Provenance, len(rec.Provenance)), f.recordLinks(rec.ID)}, nil
}

// find returns a record as it is, or as it was published on a day. Faults: Invalid, NotFound, Gone.
func (f *Face) find(ctx context.Context, id, asOf string) (catalog.Record, error) {
	if _, _, ok := catalog.SplitID(id); !ok {
		return catalog.Record{}, catalog.Invalidf("id", "want kind/slug, such as opportunity/id-from-search")
	}
	if asOf == "" {
		return f.Records.Record(ctx, id)
	}
	day, err := catalog.ParseDate(asOf)
	if err != nil {
		return catalog.Record{}, catalog.Invalidf("as_of", "want YYYY-MM-DD")
	}
	return f.Records.RecordAsOf(ctx, id, day)
}

type fetchIn struct {
	texted
	ID   string `json:"id" jsonschema:"kind/slug, as search returns it"`
	Lang string `json:"lang,omitempty" jsonschema:"language of the text where the record has both"`
}

// fetchOut is a record as assistants read documents.
type fetchOut struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	URL      string            `json:"url"`
	Metadata map[string]string `json:"metadata"`
}

// maxText bounds the text of a record in bytes.
const maxText = 7 << 10

func (f *Face) fetch(ctx context.Context, in fetchIn) (fetchOut, error) {
	rec, err := f.find(ctx, in.ID, "")
	if err != nil {
		return fetchOut{}, err
	}
	lang := langOf(in.Lang)
	out := fetchOut{ID: rec.ID, Title: best(rec.Title, lang), Text: written(&rec, lang), URL: f.Kit.URL("/" + string(lang) + "/" + rec.ID), Metadata: map[string]string{"kind": string(rec.Kind)}}
	if len(out.Text) > maxText {
		end := maxText
		for !utf8.RuneStart(out.Text[end]) {
			end--
		}
		out.Text = out.Text[:end] + "\n[cut here; get_record has the whole]"
	}
	for name, value := range map[string]string{"licence": rec.Licence, "status": rec.Status, "date": string(rec.Date), "review_due": string(rec.ReviewDue), "confidence": rec.Confidence()} {
		if value != "" {
			out.Metadata[name] = value
		}
	}
	return out, nil
}

// langOf is the language of an answer: English unless Vietnamese is asked for.
func langOf(s string) text.Lang {
	if lang, ok := text.ParseLang(s); ok {
		return lang
	}
	return text.EN
}

// written is a record as Markdown: what it says, its fields, and where it comes from.
func written(r *catalog.Record, lang text.Lang) string {
	var b strings.Builder
	for _, l := range text.Langs() {
		if s := r.Title[l]; s != "" {
			fmt.Fprintf(&b, "# %s\n", s)
		}
	}
	for _, t := range []text.Text{r.Summary, r.Body} {
		if s := best(t, lang); s != "" {
			fmt.Fprintf(&b, "\n%s\n", s)
		}
	}
	b.WriteString("\n")
	field := func(name string, value any) {
		if s := flat(value, lang); s != "" {
			fmt.Fprintf(&b, "- %s: %s\n", name, s)
		}
	}
	field("status", r.Status)
	field("valid from", string(r.Valid.From))
	field("valid to", string(r.Valid.To))
	field("date", string(r.Date))
	field("capital (billion VND)", r.Capital)
	field("area (ha)", r.Area)
	for _, p := range r.Places {
		field("place", cmp.Or(best(p.Name, lang), p.Code))
	}
	for _, t := range r.Today {
		field("today", best(t.Title, lang)+" ("+t.ID+")")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		field(name, r.Attributes[name])
	}
	for _, o := range slices.Backward(r.Observations) {
		field(o.Area+", "+o.Period, flat(o.Value, lang)+" "+o.Unit+" "+o.Basis)
	}
	if len(r.Conflicts) > 0 {
		field("sources disagree on", strings.Join(r.Conflicts, ", "))
	}
	b.WriteString("\nSources:\n")
	for _, p := range r.Provenance {
		fmt.Fprintf(&b, "- %s\n", strings.Join(slices.DeleteFunc([]string{p.Title, p.URL, string(p.Date), p.Confidence}, func(s string) bool { return s == "" }), " · "))
	}
	return b.String()
}

// flat writes a value of a record on one line; of two languages the one asked for.
func flat(v any, lang text.Lang) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case *float64:
		if v == nil {
			return ""
		}
		return flat(*v, lang)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case text.Text:
		return best(v, lang)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}
