package webtest

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Document is a parsed page.
type Document struct{ root *html.Node }

// Parse reads a page as a browser does.
func Parse(t testing.TB, body []byte) Document {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return Document{root}
}

// Each calls fn for every element with the tag, "" is any, with its attributes and its text.
func (d Document) Each(tag string, fn func(attrs map[string]string, text string)) {
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (tag == "" || n.Data == tag) {
			attrs := map[string]string{}
			for _, a := range n.Attr {
				attrs[a.Key] = a.Val
			}
			fn(attrs, textOf(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(d.root)
}

// Text is all that the page says.
func (d Document) Text() string { return textOf(d.root) }

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}
