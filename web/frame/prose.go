package frame

import (
	"bytes"
	"html/template"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"honglinh/catalog/text"
)

// maxProse bounds a body in bytes; the longest act with its annexes is under it.
const maxProse = 1 << 20

// Markdown turns Markdown bodies into safe HTML.
type Markdown struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

func newRenderer() *Markdown {
	policy := bluemonday.UGCPolicy()
	policy.AllowAttrs("lang").Matching(regexp.MustCompile(`^[a-z]{2}$`)).Globally()
	policy.RequireNoFollowOnLinks(false)
	return &Markdown{
		markdown: goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.Footnote),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100), util.Prioritized(linkImages{}, 101)))),
		policy: policy,
	}
}

// lowerHeadings puts a body's headings under the page's h1: the shallowest becomes
// an h2, and none skips a level, whatever the writer began with.
type lowerHeadings struct{}

// Transform implements parser.ASTTransformer.
func (lowerHeadings) Transform(doc *ast.Document, _ gmtext.Reader, _ parser.Context) {
	var all []*ast.Heading
	top := 6
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it only fails if we do
		if h, ok := n.(*ast.Heading); ok && entering {
			all = append(all, h)
			top = min(top, h.Level)
		}
		return ast.WalkContinue, nil
	})
	last := 1
	for _, h := range all {
		h.Level = min(h.Level-top+2, last+1, 6)
		last = h.Level
	}
}

// linkImages makes links of pictures that lie elsewhere: to fetch one would tell its
// server who reads the page, and our pages load nothing from others.
type linkImages struct{}

// Transform implements parser.ASTTransformer.
func (linkImages) Transform(doc *ast.Document, _ gmtext.Reader, _ parser.Context) {
	var remote []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it only fails if we do
		if i, ok := n.(*ast.Image); ok && entering && !ownAddress(i.Destination) {
			remote = append(remote, i)
		}
		return ast.WalkContinue, nil
	})
	for _, i := range remote {
		link := ast.NewLink()
		link.Destination, link.Title = i.Destination, i.Title
		for c := i.FirstChild(); c != nil; c = i.FirstChild() {
			link.AppendChild(link, c)
		}
		if link.ChildCount() == 0 {
			link.AppendChild(link, ast.NewString(i.Destination))
		}
		parent := i.Parent()
		if outer, ok := parent.(*ast.Link); ok { // a link holds no other: the picture's words stay
			for c := link.FirstChild(); c != nil; c = link.FirstChild() {
				outer.InsertBefore(outer, i, c)
			}
			outer.RemoveChild(outer, i)
			continue
		}
		parent.ReplaceChild(parent, i, link)
	}
}

// ownAddress reports whether an address is one of this site, such as "/tep/a.png".
func ownAddress(to []byte) bool {
	return len(to) > 1 && to[0] == '/' && to[1] != '/' && to[1] != '\\'
}

// html renders a body; raw HTML in it passes the sanitiser or is dropped.
func (p *Markdown) html(markdown string) template.HTML {
	if len(markdown) > maxProse {
		markdown = markdown[:maxProse]
	}
	var b bytes.Buffer
	if err := p.markdown.Convert([]byte(markdown), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(markdown))
	}
	return template.HTML(p.policy.SanitizeBytes(b.Bytes())) // sanitised on this line
}

// Of renders a text in the language of the page, else in the other; nil where it has none.
func (p *Markdown) Of(l *Locale, t text.Text) *Prose {
	phrase := l.Pick(t)
	if phrase.Text == "" {
		return nil
	}
	return &Prose{HTML: p.html(phrase.Text), Lang: phrase.Lang, Tag: phrase.Tag}
}
