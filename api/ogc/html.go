package ogc

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

//go:embed static
var static embed.FS

// node is a JSON value ready to be printed, members in the order of the document.
type node struct {
	Name     string
	Label    string // Name in the reader's words
	Text     string
	Href     string // where Text is an address
	Children []node
	Rows     *table // an array of objects alike
}

// table is an array of objects: the columns are all their members.
type table struct {
	Columns []string
	Labels  []string // Columns in the reader's words
	Rows    [][]node
	Objects []node // the same, one by one
}

type pageData struct {
	Lang, Other         string
	Title               string
	Trail               []crumb
	OtherHref, JSONHref string
	OtherName           string
	Style, Base         string // Base is the address of the page itself
	Body                []node
	Features            []card // the features of a page of them, or the collections
	Links               *node  // of the document, last on its page
	LinksName           string
	Picture             template.URL
	Prev, Next          string
	PrevName, NextName  string
	DataName            string
	AllName             string // over all members of a collection
}

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(static, "static/page.html"))
})

// page prints a JSON document as HTML: everything in the document is on the page, so the page can leave nothing out.
func (f *Face) page(r *http.Request, lang text.Lang, a answer, raw []byte) ([]byte, error) {
	body, err := parseTree(raw)
	if err != nil {
		return nil, fmt.Errorf("page of %s: %w", r.URL.Path, err)
	}
	named(&body, lang)
	other := lang.Other()
	d := pageData{Lang: string(lang), Other: string(other), Title: a.title, Trail: a.trail, OtherHref: f.again(r, "lang", string(other)), JSONHref: f.again(r, "f", "json"),
		OtherName: say(other, "Tiếng Việt", "English"), Style: f.url("/style.css"), Base: r.URL.Path, Body: body.Children,
		PrevName: say(lang, "Trang trước", "Previous page"), NextName: say(lang, "Trang sau", "Next page"), DataName: say(lang, "Dữ liệu JSON", "JSON data"),
		AllName: say(lang, "Tất cả thuộc tính và liên kết", "All members and links")}
	d.divide(lang)
	d.Picture = f.picture(r, lang, a.title, raw)
	d.Prev, d.Next = linked(raw, "prev"), linked(raw, "next")
	var out bytes.Buffer
	err = pageTemplate().Execute(&out, d)
	return out.Bytes(), err
}

// card is a feature or a collection on a page of them: its name and where it has a page, and all its members.
type card struct {
	Title, Href string
	Lead        string // what a collection is, over its members folded away; "" for a feature
	Members     []node
}

// foldedOver is how many values without names stand open on a page.
const foldedOver = 6

// Folded tells whether a node is a long list, as the reference systems of a collection are.
func (n node) Folded() bool { return len(n.Children) > foldedOver && n.Children[0].Name == "" }

// divide puts the links of a document after what they are about, and shows features one by one.
func (d *pageData) divide(lang text.Lang) {
	var rest []node
	for _, n := range d.Body {
		switch {
		case n.Name == "links":
			d.Links, d.LinksName = &n, n.Label
		case n.Name == "features" && n.Rows != nil:
			for _, o := range n.Rows.Objects {
				d.Features = append(d.Features, cardOf(o, d.Base, lang))
			}
		case n.Name == "collections" && n.Rows != nil:
			for _, o := range n.Rows.Objects {
				c := cardOf(o, d.Base, lang)
				for _, m := range o.Children {
					switch m.Name {
					case "title":
						c.Title = m.Text
					case "description":
						c.Lead = m.Text
					}
				}
				d.Features = append(d.Features, c)
			}
		default:
			rest = append(rest, n)
		}
	}
	d.Body = rest
}

func cardOf(o node, base string, lang text.Lang) card {
	c := card{Members: o.Children}
	for _, m := range o.Children {
		if m.Name == "id" {
			c.Title, c.Href = m.Text, base+"/"+url.PathEscape(m.Text)+"?f=html&lang="+string(lang)
		}
	}
	for _, m := range o.Children {
		for _, p := range m.Children {
			if m.Name == "properties" && (p.Name == "title_"+string(lang) || p.Name == "title") && p.Text != "" && p.Text != "null" {
				c.Title = p.Text
			}
		}
	}
	return c
}

// linked finds the address of a relation among the links of a document.
func linked(raw []byte, rel string) string {
	var doc struct {
		Links []link `json:"links"`
	}
	if json.Unmarshal(raw, &doc) != nil {
		return "" // the document has no links of this form
	}
	for _, l := range doc.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func parseTree(raw []byte) (node, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	t, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	return readNode(dec, t)
}

func readNode(dec *json.Decoder, t json.Token) (node, error) {
	switch t {
	case json.Delim('{'):
		return readObject(dec)
	case json.Delim('['):
		return readArray(dec)
	case nil:
		return node{Text: "null"}, nil
	}
	s := fmt.Sprint(t)
	n := node{Text: s}
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		n.Href = s
	}
	return n, nil
}

func readObject(dec *json.Decoder) (node, error) {
	var n node
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return n, err
		}
		t, err := dec.Token()
		if err != nil {
			return n, err
		}
		child, err := readNode(dec, t)
		if err != nil {
			return n, err
		}
		child.Name = fmt.Sprint(name)
		n.Children = append(n.Children, child)
	}
	_, err := dec.Token()
	return n, err
}

// readArray makes a table of objects, one line of plain values, and a list of anything else.
func readArray(dec *json.Decoder) (node, error) {
	var n node
	objects, plain := true, true
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return n, err
		}
		child, err := readNode(dec, t)
		if err != nil {
			return n, err
		}
		objects = objects && t == json.Delim('{')
		plain = plain && child.Children == nil && child.Rows == nil && child.Href == ""
		n.Children = append(n.Children, child)
	}
	_, err := dec.Token()
	switch {
	case len(n.Children) == 0:
		return node{Text: "[]"}, err
	case plain:
		return node{Text: joined(n.Children)}, err
	case objects:
		return node{Rows: tabulate(n.Children)}, err
	}
	return n, err
}

func joined(nodes []node) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = n.Text
	}
	return strings.Join(parts, ", ")
}

func tabulate(objects []node) *table {
	t := &table{Objects: objects}
	at := map[string]int{}
	for _, o := range objects {
		for _, m := range o.Children {
			if _, ok := at[m.Name]; !ok {
				at[m.Name] = len(t.Columns)
				t.Columns = append(t.Columns, m.Name)
			}
		}
	}
	for _, o := range objects {
		row := make([]node, len(t.Columns))
		for _, m := range o.Children {
			i := at[m.Name]
			m.Name = ""
			row[i] = m
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// itemsPage is the HTML form of a page of features.
func (f *Face) itemsPage(w http.ResponseWriter, r *http.Request, q request, page []int, total int, links []link) error {
	var raw bytes.Buffer
	if err := f.writeItems(&raw, q, page, total, links); err != nil {
		return err
	}
	return f.respond(w, r, form{"html", mediaHTML}, q.lang, answer{title: best(q.c.title, q.lang), media: mediaGeoJSON, raw: raw.Bytes(), modified: q.c.data.Modified,
		trail: f.trail(q.lang, say(q.lang, "Các tập hợp", "Collections"), "/collections", best(q.c.title, q.lang), q.c.path())})
}

// style is the stylesheet of the pages.
func (f *Face) style(w http.ResponseWriter, r *http.Request) error {
	if _, err := check(r, nil); err != nil {
		return err
	}
	css, err := fs.ReadFile(static, "static/style.css")
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "text/css; charset=utf-8", css, httpkit.Validator{})
}
