package frame

import (
	"strings"
	"testing"
)

func TestMarkdownIsMadeSafe(t *testing.T) {
	p := newRenderer()
	tests := []struct{ name, in, without, with string }{
		{"a script is dropped", "a <script>alert(1)</script> b", "<script", "a"},
		{"a javascript address is dropped", "[x](javascript:alert(1))", "javascript:", "x"},
		{"an event handler is dropped", `<img src=x onerror=alert(1)>`, "onerror", ""},
		{"headings go below the page's own", "# One", "<h1", "<h2"},
		{"a heading deeper than the page's own comes up to it", "### One", "<h3", "<h2"},
		{"no heading skips a level", "# One\n\n#### Two", "<h5", "<h3"},
		{"a picture of another site is a link", "![Cổng làng](https://example.org/a.png)", "<img", `<a href="https://example.org/a.png">Cổng làng</a>`},
		{"a picture without words is a link, too", "![](//example.org/a.png)", "<img", `>//example.org/a.png</a>`},
		{"a picture in a link leaves its words", "[![Cổng](http://example.org/a.png)](/vi/x)", "<img", `<a href="/vi/x">Cổng</a>`},
		{"a picture of the site itself stays", "![Cổng](/tep/a.png)", "<a", `<img src="/tep/a.png" alt="Cổng"`},
		{"tables stay", "| a | b |\n|---|---|\n| 1 | 2 |", "|", "<table>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(p.html(tt.in))
			if strings.Contains(got, tt.without) || !strings.Contains(got, tt.with) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestHeadingsOfABodyStandUnderTheTitleWithoutAGap(t *testing.T) {
	p := newRenderer()
	for in, want := range map[string]string{
		"## A\n\n### B\n\n## C":  "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n",
		"# A\n\n#### B\n\n### C": "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n",
		"###### A\n\n###### B":   "<h2>A</h2>\n<h2>B</h2>\n",
		"text\n\n> # quoted":     "<p>text</p>\n<blockquote>\n<h2>quoted</h2>\n</blockquote>\n",
	} {
		if got := string(p.html(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
