package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"honglinh/catalog/text"
	"honglinh/web/frame"
	"honglinh/web/webtest"
)

// walker goes through the pages as a reader does: by the links and forms that each page shows.
type walker struct {
	*testing.T
	ctx context.Context
	say *frame.Locale
}

// expect fails where the page does not say something.
func (w walker) expect(at string, words ...string) {
	w.Helper()
	shown, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
	if err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	for _, one := range words {
		if !strings.Contains(shown, one) {
			w.Fatalf("%s does not say %q:\n%.1500s", at, one, shown)
		}
	}
}

// follow goes by the link whose text holds the words.
func (w walker) follow(words string) {
	w.Helper()
	href, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](fmt.Sprintf(`[...document.querySelectorAll("main a[href],.shortbar a[href]")].find(a=>a.checkVisibility()&&a.textContent.includes(%q))?.href||""`, words)))
	if err != nil || href == "" {
		w.Fatalf("no link %q: %v", words, err)
	}
	visit(w.ctx, w.T, href)
}

// send fills in fields and sends their form.
func (w walker) send(button string, fields ...string) {
	w.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		ok, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(e=>{if(!e)return false;e.value=%q;return true})(document.querySelector(%q))`, fields[i+1], fields[i])))
		if err != nil || !ok {
			w.Fatalf("no field %s: %v", fields[i], err)
		}
	}
	press(w.ctx, w.T, button)
}

// TestAnInvestorWalksFromTheHomePageToTheEnd: land for a garment factory of 5 ha near the national road, whom to
// call, what to claim, which permits and how long, three compared, a list to send on, and word when it changes; in
// each language, on a phone and on a desktop.
func TestAnInvestorWalksFromTheHomePageToTheEnd(t *testing.T) {
	o, ctx := writable(t), webtest.Browser(t)
	server := o.Serve(t)
	wanted := map[text.Lang]struct{ query, road, investor string }{
		text.VI: {"đất làm nhà máy may 5 ha gần quốc lộ", "cách đường bao xa", "Nhà đầu tư nước ngoài"},
		text.EN: {"land for a garment factory of 5 ha near the national road", "How near a road", "Foreign investor"},
	}
	for i := range 2 * len(text.Langs()) {
		lang, width := text.Langs()[i/2], []int64{390, 1280}[i%2]
		w, wanted := walker{t, ctx, o.Locale(lang)}, wanted[lang]
		if err := at(ctx, width, "light"); err != nil {
			t.Fatal(err)
		}
		visit(ctx, t, server.URL+"/"+string(lang)+"/")
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](`localStorage.clear()&&0`)); err != nil { // another reader
			t.Fatal(err)
		}
		w.send(`form[role="search"] button`, "#q", wanted.query)
		w.expect("the results", wanted.road)
		results := "/" + string(lang) + "/opportunity/"
		if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`[...document.querySelectorAll("a.addto")].slice(0,3).map(a=>a.click()).length`)); err != nil || n != 3 {
			t.Fatalf("%d results to choose: %v", n, err)
		}
		first, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector(".cards h3 a").href`))
		if err != nil || !strings.Contains(first, results) {
			t.Fatalf("the first result is %s: %v", first, err)
		}
		visit(ctx, t, first)
		w.expect("the opportunity", w.say.T("decide.land"), w.say.T("ask.title"), w.say.T("enquiry_ask"))

		w.follow(w.say.T("decide.claim"))
		w.send(`.questions button[type="submit"]`, `[name="investor"]`, "foreign", `[name="capital"]`, "200", `[name="workers"]`, "300")
		if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.querySelectorAll("details.instrument .word").length`)); err != nil || n < 20 {
			t.Errorf("%d instruments are counted: %v", n, err)
		}
		visit(ctx, t, first)
		w.follow(w.say.T("decide.file"))
		w.follow(wanted.investor)
		w.expect("the journey", w.say.T("journey.working"))
		if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.querySelectorAll("details.jstep>summary").length`)); err != nil || n < 15 {
			t.Errorf("%d steps: %v", n, err)
		}

		list, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector(".shortbar a").href`))
		if err != nil {
			t.Fatal(err)
		}
		visit(ctx, t, list)
		if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.querySelectorAll('.dobar a[href*="/api/v1/shortlist.pdf?ids="]').length`)); err != nil || n != 3 {
			t.Errorf("%d briefs to send: %v", n, err)
		}
		w.follow(w.say.T("compare.go"))
		if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.querySelectorAll(".compare thead th").length`)); err != nil || n != 4 {
			t.Errorf("%d columns: %v", n, err)
		}
		w.expect("the comparison", w.say.T("decide.land"))

		visit(ctx, t, list)
		w.follow(w.say.T("follow_do"))
		w.send("form.letter button", `[name="to"]`, fmt.Sprintf("hq%d@maker.example", i))
		w.expect("the form of who follows", w.say.T("follow_sent"))
		visit(ctx, t, server.URL+o.own)
		w.send(`button[value="confirm"]`)
		w.expect("the follower's own page", w.say.T("follow_confirmed"))
	}
}

// TestAShopOwnerFindsTheWayWithoutMarks: what one types who opens a small business, as one types it on a phone.
func TestAShopOwnerFindsTheWayWithoutMarks(t *testing.T) {
	s := webtest.Shipped(t)
	for query, want := range map[string]struct {
		first string
		said  []string
		soon  string // among the first five
	}{
		"mo quan an":            {"/vi/journey/ho-kinh-doanh-doanh-nghiep-nho", []string{"Đăng ký hộ kinh doanh", "3 ngày làm việc"}, "/vi/procedure/1-001612"},
		"mo cua hang":           {"/vi/journey/ho-kinh-doanh-doanh-nghiep-nho", []string{"Đăng ký hộ kinh doanh"}, "/vi/procedure/1-001612"},
		"dang ky ho kinh doanh": {"/vi/procedure/1-001612", []string{"UBND phường Nam Hồng Lĩnh", "Giấy đề nghị đăng ký hộ kinh doanh", "3 ngày làm việc"}, "/vi/journey/ho-kinh-doanh-doanh-nghiep-nho"},
	} {
		page := webtest.Parse(t, s.Get(t, "/vi/search?q="+strings.ReplaceAll(query, " ", "+")).Body.Bytes())
		var found []string
		page.Each("a", func(attrs map[string]string, _ string) {
			if href := attrs["href"]; strings.HasPrefix(href, "/vi/procedure/") || strings.HasPrefix(href, "/vi/journey/") {
				found = append(found, href)
			}
		})
		if len(found) == 0 || found[0] != want.first {
			t.Errorf("%s leads first to %.3q, not to %s", query, found, want.first)
			continue
		}
		if !slices.Contains(found[:min(5, len(found))], want.soon) {
			t.Errorf("%s: %s is not among the first five of %q", query, want.soon, found)
		}
		body := webtest.Parse(t, s.Get(t, want.first).Body.Bytes()).Text()
		for _, one := range want.said {
			if !strings.Contains(body, one) {
				t.Errorf("%s: %s does not say %q", query, want.first, one)
			}
		}
	}
}
