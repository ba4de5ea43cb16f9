package sitemap_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/sitemap"
)

const page = `<html lang="vi"><body><div id="news_detail"><h1>Tin %s</h1><span class="time">Thứ hai, 0%s/03/2025</span><div class="bodytext"><p>%s</p></div></div><div class="hitstotal">Đã xem: %d</div></body></html>`

// portal is a portal of five pages: a sitemap of two, packed and not, one page twice.
type portal struct {
	text string
	hits int
	gone map[string]bool
}

func (p *portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch n := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/tin/"), ".html"); r.URL.Path {
	case "/sitemap.xml":
		fmt.Fprint(w, `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/a.xml.gz</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`)
	case "/a.xml.gz":
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		fmt.Fprint(z, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/tin/1.html</loc></url><url><loc>/tin/2.html?utm_source=x</loc></url><url><loc>/tin/2.html</loc></url></urlset>`)
		_ = z.Close()
		_, _ = w.Write(b.Bytes())
	case "/b.xml":
		fmt.Fprint(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/tin/3.html</loc></url><url><loc>/tin/4.html</loc></url></urlset>`)
	default:
		switch {
		case p.gone[n]:
			w.WriteHeader(http.StatusGone)
		case n == "1":
			p.hits++
			fmt.Fprintf(w, page, n, n, p.text, 7)
		default:
			fmt.Fprintf(w, page, n, n, "Nội dung tin "+n, 7)
		}
	}
}

func rig(p *portal) harvesttest.Rig {
	return harvesttest.Rig{Protocol: sitemap.Protocol{}, Portal: p, Source: harvest.Source{Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet"}, Items: 4,
		Change: func() { p.text = "Nội dung đã sửa" }}
}

func TestSitemapsPassTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig { return rig(&portal{text: "Nội dung"}) })
}

func TestWhatIsMissingOnceIsNotGone(t *testing.T) {
	t.Parallel()
	p := &portal{text: "a", gone: map[string]bool{}}
	s := harvesttest.New(t, rig(p))
	s.Run(t, 0)
	p.gone["3"] = true // one that says so is gone at once
	if rep := s.Run(t, 1); rep.Gone != 1 || rep.Items != 3 {
		t.Errorf("a page that answers 410: %+v", rep)
	}
	delete(p.gone, "3")
	if rep := s.Run(t, 2); rep.Added != 1 || rep.Items != 4 {
		t.Errorf("it comes back: %+v", rep)
	}
	for n := range 5 {
		p.gone[fmt.Sprint(n)] = true
	}
	if rep := s.Run(t, 3); !rep.Held || rep.Gone != 0 || rep.Items != 4 {
		t.Errorf("a portal of which all pages are gone: %+v", rep)
	}
}

// counted is a portal whose every page counts its visitors.
type counted struct{ n int }

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.n++
	if r.URL.Path == "/sitemap.xml" {
		fmt.Fprint(w, `<urlset><url><loc>/tin/1.html</loc></url></urlset>`)
		return
	}
	fmt.Fprintf(w, page, "1", "1", "Nội dung", c.n)
}

func TestACounterOfVisitorsIsNoChange(t *testing.T) {
	t.Parallel()
	s := harvesttest.New(t, harvesttest.Rig{Protocol: sitemap.Protocol{}, Portal: &counted{}, Source: harvest.Source{Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet"}})
	s.Run(t, 0)
	if rep := s.Run(t, 1); rep.Changed != 0 || rep.Written {
		t.Errorf("got %+v", rep)
	}
}
