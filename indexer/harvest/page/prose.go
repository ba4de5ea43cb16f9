package page

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/microcosm-cc/bluemonday"
	nethtml "golang.org/x/net/html"

	"honglinh/catalog/text/notice"
)

// maxDepth is deeper than any page that people read; what is nested deeper was made
// to exhaust whoever walks it.
const maxDepth = 400

// policy leaves what Markdown can say. Pictures stay where they are, and their
// addresses beside the text.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "b", "strong", "i", "em", "blockquote", "hr", "div", "figcaption", "figure", "section", "article",
		"table", "thead", "tbody", "tr", "th", "td", "caption")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.SkipElementsContent("script", "style", "noscript", "iframe", "object", "form", "button", "select", "template", "svg")
	return p
})

// markdown writes all pages: to make a converter takes longer than to convert a page.
var markdown = sync.OnceValue(func() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)),
		table.NewTablePlugin(table.WithSpanCellBehavior(table.SpanBehaviorMirror), table.WithHeaderPromotion(true))))
})

// Markdown turns HTML of a page at an address into Markdown: nothing of it acts, and
// its links are whole.
func Markdown(fragment, address string) (string, error) {
	if strings.TrimSpace(fragment) == "" {
		return "", nil
	}
	node, err := nethtml.Parse(strings.NewReader(policy().Sanitize(fragment)))
	if err != nil {
		return "", err
	}
	if !shallow(node) {
		return "", notice.Of("page-deep", maxDepth)
	}
	absolute(node, address)
	out, err := markdown().ConvertNode(node)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(spaces(string(out))), nil
}

// shallow reports whether a tree is no deeper than maxDepth. It walks without
// recursion, since it guards those who do not.
func shallow(root *nethtml.Node) bool {
	depth := 0
	for n := root; n != nil; {
		switch {
		case n.FirstChild != nil:
			if depth++; depth > maxDepth {
				return false
			}
			n = n.FirstChild
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
			depth--
		}
		if n == root {
			return true
		}
		n = n.NextSibling
	}
	return true
}

// absolute makes the links of a tree whole; one that leads nowhere is its text.
func absolute(root *nethtml.Node, address string) {
	at, err := url.Parse(address)
	if err != nil {
		return
	}
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode || n.Data != "a" {
			continue
		}
		for i := range n.Attr {
			if n.Attr[i].Key == "href" {
				n.Attr[i].Val = Resolve(at, n.Attr[i].Val)
			}
		}
	}
}

// Resolve makes an address whole, as it stands on a page; "" where it leads nowhere
// by http.
func Resolve(at *url.URL, ref string) string {
	u, err := at.Parse(strings.TrimSpace(ref))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

var (
	blanks = regexp.MustCompile(`[ \t\x{00a0}]+\n`)
	lines  = regexp.MustCompile(`\n{3,}`)
)

func spaces(s string) string {
	return lines.ReplaceAllString(blanks.ReplaceAllString(strings.ReplaceAll(s, "\u00a0", " "), "\n"), "\n\n")
}

// hidden is what is not text though it stands between tags.
var hidden = regexp.MustCompile(`(?is)<(script|style|noscript)\b.*?</(script|style|noscript)\s*>|<!--.*?-->`)

var tags = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// Plain is a title or a summary as text: feeds put HTML into them, escaped once or
// twice.
func Plain(s string) string {
	for range 2 {
		if !strings.ContainsAny(s, "<&") {
			break
		}
		s = html.UnescapeString(untagged(s))
	}
	return strings.Join(strings.Fields(untagged(s)), " ")
}

func untagged(s string) string {
	return tags.ReplaceAllString(hidden.ReplaceAllString(s, " "), " ")
}

// Sniff tells the media type of a file by its first bytes, as far as offices use it;
// "" where that tells nothing.
func Sniff(b []byte) string {
	for _, m := range []struct{ magic, media string }{
		{"%PDF-", "application/pdf"}, {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"},
		{"PK\x03\x04", "application/zip"}, {"{\\rtf", "application/rtf"},
		{"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n", "image/png"}, {"GIF8", "image/gif"},
	} {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			return m.media
		}
	}
	return ""
}
