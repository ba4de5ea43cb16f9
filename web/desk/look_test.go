package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"honglinh/catalog/account"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/web"
	"honglinh/web/webtest"
)

// gallery is a desk with example content, served to a browser.
type gallery struct {
	t      *testing.T
	d      *desk
	ctx    context.Context
	server *httptest.Server
	axe    string
	// out is where pictures are written, "" for nowhere.
	out  string
	seen int
}

func openGallery(t *testing.T) *gallery {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", "..", ".ci", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		proof.Missing(t, "axe-core", "run `npm ci` in .ci")
	}
	g := &gallery{t: t, ctx: webtest.Browser(t), axe: string(axe), out: os.Getenv("HONGLINH_PICTURES")}
	var handler http.Handler
	g.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(g.server.Close)
	g.d = openOn(t, markets(), g.server.URL, func(o *web.DeskOptions) { o.Tables = sources{markets()} })
	handler = g.d.Handler
	return g
}

// become gives the browser somebody's session.
func (g *gallery) become(c *caller) {
	g.t.Helper()
	name, value, _ := strings.Cut(c.cookie, "=")
	if _, err := chromedp.Call(g.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: g.server.URL + "/desk", Path: "/desk"}); err != nil {
		g.t.Fatal(err)
	}
}

// look opens a page once, and holds it against axe and the width of the window: on a phone in
// one scheme of colours and on a desktop in the other, which change places from page to page.
// Pictures are taken where they are asked for.
func (g *gallery) look(name, path string) {
	g.t.Helper()
	if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(390, 900), chromedp.Navigate(g.server.URL+path)); err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	if _, err := chromedp.Run(g.ctx, chromedp.Evaluate[any](g.axe+";0")); err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	colours := []string{"light", "dark"}
	if g.seen++; g.seen%2 == 0 {
		colours = []string{"dark", "light"}
	}
	for i, width := range []int64{390, 1280} {
		if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			g.t.Fatalf("%s: %v", path, err)
		}
		over, err := chromedp.Run(g.ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth-document.documentElement.clientWidth`))
		if err != nil {
			g.t.Fatalf("%s: %v", path, err)
		}
		if over > 0 {
			g.t.Errorf("%s is %d px too wide at %d px", path, over, width)
		}
		g.judge(fmt.Sprintf("%s-%d-%s", name, width, colours[i]), path, colours[i])
	}
}

func (g *gallery) judge(name, path, colours string) {
	g.t.Helper()
	const run = `axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"],resultTypes:["violations"]})
		.then(r=>JSON.stringify(r.violations.map(v=>v.id+": "+v.nodes.slice(0,3).map(n=>n.html.slice(0,160)+" "+(n.any[0]?.message||"")).join(" | "))))`
	if _, err := chromedp.Call(g.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	out, err := chromedp.Run(g.ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	var found []string
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		g.t.Fatal(err)
	}
	for _, v := range found {
		g.t.Errorf("%s (%s): %s", path, colours, v)
	}
	g.picture(name)
}

// picture takes one of the whole page.
func (g *gallery) picture(name string) {
	g.t.Helper()
	if g.out == "" {
		return
	}
	b, err := chromedp.Run(g.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(g.out, name+".png"), b, 0o600)
	}
	if err != nil {
		g.t.Fatal(err)
	}
}

// TestAxeFindsNothingOnThePagesOfTheDesk fills a desk with example content and looks at its
// pages as those who work there. HONGLINH_PICTURES names a folder for pictures of all.
func TestAxeFindsNothingOnThePagesOfTheDesk(t *testing.T) {
	g := openGallery(t)
	unit := "bac-hong-linh"
	writer := g.d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	head := g.d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	board := g.d.as(t, "thu.ky", account.Grant{Role: account.Secretary}, account.Grant{Role: account.Editor}, account.Grant{Role: account.ISO}, account.Grant{Role: account.Accountant})
	admin := g.d.as(t, "quan.tri", account.Grant{Role: account.Admin})
	sent := writer.begin(t, url.Values{"unit": {unit}, "kind": {"opportunity"}, "title": {"Khu đất làm kho lạnh (ví dụ)"}})
	if code := writer.save(t, sent, map[string]string{"f.summary_vi": "Ví dụ: 3 ha cạnh quốc lộ 8A.", "f.area": "3", "f.lat": "18.53", "f.lon": "105.71"}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	writer.act(t, sent, "send")
	draft := writer.begin(t, url.Values{"unit": {unit}, "kind": {"article"}, "title": {"Bản nháp (ví dụ)"}})
	if code := writer.save(t, draft, map[string]string{"f.lat": "18.53", "f.lon": "105.71"}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	tables := board.begin(t, url.Values{"record": {"dataset/cho"}})
	cells := typed(board.get(t, tables+"/tables/cho").Body.String())
	for name := range cells {
		if strings.HasSuffix(name, ".so_quay") {
			cells.Set(name, "33")
		}
	}
	board.post(t, tables+"/tables/cho", cells)
	board.upload(t, map[string]string{"alt_vi": "Ảnh ví dụ: bãi đất trống", "author": "Lan (ví dụ)", "licence": "CC-BY-4.0"}, map[string][]byte{"a.jpg": sample(t, 120)})
	commission := location(t, board.post(t, "/desk/vi/commissions", url.Values{"topic": {"Nghề rèn (ví dụ)"}, "reason": {"vain"}, "unit": {unit}, "due": {"2026-12-20"}}))
	for n, lang := range text.Langs() {
		in := func(path string) string { return strings.Replace(path, "/desk/vi/", "/desk/"+string(lang)+"/", 1) }
		for _, who := range []struct {
			c     *caller
			pages map[string]string
		}{
			{writer, map[string]string{"viet-lists": "/desk/vi/", "viet-new": "/desk/vi/new", "viet-form": draft, "viet-me": "/desk/vi/me"}},
			{head, map[string]string{"truong-lists": "/desk/vi/", "truong-sent": "/desk/vi/work/unit.sent?of=" + unit, "truong-edition": sent, "truong-enquiries": "/desk/vi/enquiries", "truong-wards": "/desk/vi/wards"}},
			{board, map[string]string{"ban-lists": "/desk/vi/", "ban-tables": "/desk/vi/tables", "ban-table-edition": tables, "ban-grid": tables + "/tables/cho", "ban-row": tables + "/tables/cho/rows/new", "ban-photos": "/desk/vi/photos", "ban-royalties": "/desk/vi/royalties",
				"ban-commissions": "/desk/vi/commissions", "ban-commission": commission, "ban-letter": commission + "/letter", "ban-handovers": "/desk/vi/handovers", "ban-uploads": "/desk/vi/uploads", "ban-suggestions": "/desk/vi/suggestions", "ban-help": "/desk/vi/help"}},
			{admin, map[string]string{"admin-accounts": "/desk/vi/accounts", "admin-log": "/desk/vi/log"}},
		} {
			if who.c.cookie == "" || n > 0 {
				who.c.signIn(t)
			}
			g.become(who.c)
			for name, path := range who.pages {
				if path != "" {
					g.look(name+"-"+string(lang), in(path))
				}
			}
		}
	}
	g.clicks(writer, draft)
}

// clicks walks what the script of the form's map does: a click fills the coordinates in.
func (g *gallery) clicks(writer *caller, draft string) {
	g.t.Helper()
	g.become(writer)
	filled := ""
	if err := chromedp.Do(g.ctx, chromedp.Navigate(g.server.URL+draft)); err != nil {
		g.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(g.ctx, 20*time.Second)
	defer cancel()
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!document.querySelector("[data-point] svg")`))
	if err != nil || !there {
		g.t.Fatalf("the form has no map: %v", err)
	}
	filled, err = chromedp.Run(ctx, chromedp.Evaluate[string](`(()=>{const svg=document.querySelector("[data-point] svg"),b=svg.getBoundingClientRect();
		svg.dispatchEvent(new MouseEvent("click",{bubbles:true,clientX:b.left+b.width/2,clientY:b.top+b.height/2}));
		return document.getElementById("f-lat").value+" "+document.getElementById("f-lon").value})()`))
	if err != nil || !regexp.MustCompile(`^1[78]\.\d{6} 10[56]\.\d{6}$`).MatchString(filled) {
		g.t.Errorf("a click on the middle of the map fills %q in, %v", filled, err)
	}
}

// location is where an answer leads.
func location(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Logf("%d %s", w.Code, w.Body)
	}
	return at
}
