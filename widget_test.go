package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/proof"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium starts the machine's browser; without one the test is skipped, aloud.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := proof.Browser(t)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute) // a day of the desk on a busy machine takes over two
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		proof.Missing(t, "a browser that starts", err.Error())
	}
	return ctx
}

// host is a page of another origin.
func host(t *testing.T, body string) string {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }))
	t.Cleanup(site.Close)
	return site.URL
}

// portal is a page of another origin with the widget on it; its style sheet is
// as rude as those of real sites.
func portal(t *testing.T, catalogue, attributes string) string {
	t.Helper()
	return host(t, fmt.Sprintf(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>x</title>
		<style>body{color:#123456;background:#fff}li{display:none!important}input,label{color:red}</style>
		<script type="module" src="http://%s/widget/v1/search.js"></script><honglinh-search %s></honglinh-search>`, catalogue, attributes))
}

// inBox evaluates an expression over the widget: root is its shadow root.
func inBox[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](`(()=>{const root=document.querySelector("honglinh-search")?.shadowRoot,input=root?.querySelector("input"),say=root?.querySelector("[role=status]")?.textContent;return `+expression+`})()`))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func eventually(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for range 200 {
		if inBox[bool](t, ctx, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never came true: %s; the box says %q", expression, inBox[string](t, ctx, `say||""`))
}

func TestTheWidgetOfAnotherSiteAsksTheServedAPI(t *testing.T) {
	ctx := chromium(t)
	addr, admin, stop := server(t, "--data", t.TempDir(), "--no-embedded", "--refresh", "0",
		"--packages", "datasets/packages/opportunities", "--packages", "datasets/packages/units", "--packages", "datasets/packages/glossary")
	until(t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
	press := func(keys ...string) {
		t.Helper()
		for _, k := range keys {
			if k == kb.Enter { // one event with its text, which a handler can prevent, as a keyboard sends it
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown,
					Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"}); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if err := chromedp.Do(ctx, chromedp.KeyEvent(k)); err != nil {
				t.Fatal(err)
			}
		}
	}
	open := func(attributes string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(portal(t, addr, attributes))); err != nil {
			t.Fatal(err)
		}
		eventually(t, ctx, `!!input`)
		press(kb.Tab)
	}
	at := func() string {
		t.Helper()
		time.Sleep(500 * time.Millisecond)
		where, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil {
			t.Fatal(err)
		}
		return where
	}

	open(`lang="en" kind="opportunity" place="18118" limit="3"`)
	if label := inBox[string](t, ctx, `getComputedStyle(root.querySelector("label")).color`); label != "rgb(18, 52, 86)" {
		t.Errorf("the label is %s, not the colour of the page it stands on", label)
	}
	press("cum cong nghiep")
	eventually(t, ctx, `root.querySelectorAll("[role=option]").length===4`)
	press(kb.ArrowDown)
	first := inBox[string](t, ctx, `root.querySelector("[aria-selected=true]").textContent`)
	if !strings.Contains(first, "Industrial Cluster") || !strings.Contains(first, "Investment opportunity") {
		t.Errorf("the first option reads %q", first)
	}
	if said := inBox[string](t, ctx, `say`); !strings.HasPrefix(said, "4 suggestions") {
		t.Errorf("a screen reader hears %q", said)
	}
	if cookies := inBox[string](t, ctx, `document.cookie`); cookies != "" {
		t.Errorf("a cookie: %q", cookies)
	}
	press(kb.Enter)
	if where := at(); !strings.HasPrefix(where, "http://"+addr+"/en/opportunity/") {
		t.Errorf("choosing led to %s", where)
	}

	open(`lang="vi" kind="opportunity"`)
	press("du lich", kb.Enter)
	if where := at(); !strings.HasPrefix(where, "http://"+addr+"/vi/search?") || !strings.Contains(where, "q=du+lich") || !strings.Contains(where, "kind=opportunity") {
		t.Errorf("searching led to %s", where)
	}

	open(`lang="vi" kind="nonsense"`)
	press("du lich")
	eventually(t, ctx, `root.host.dataset.state==="error"&&say.startsWith("Không lấy được gợi ý")`)

	open(`lang="vi"`)
	press("zzxqj")
	eventually(t, ctx, `root.host.dataset.state==="empty"&&say==="Không có gợi ý"`)

	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}); err != nil {
		t.Fatal(err)
	}
	const background = `getComputedStyle(input).backgroundColor`
	if colour := inBox[string](t, ctx, background); colour != "rgb(255, 255, 255)" {
		t.Errorf("on a page that is always light the box turns %s for a reader who likes it dark", colour)
	}
	inBox[any](t, ctx, `document.documentElement.style.colorScheme="light dark"`)
	if colour := inBox[string](t, ctx, background); colour != "rgb(25, 33, 30)" {
		t.Errorf("on a page that can be dark the box is %s", colour)
	}
	inBox[any](t, ctx, `root.host.setAttribute("theme","light")`)
	if colour := inBox[string](t, ctx, background); colour != "rgb(255, 255, 255)" {
		t.Errorf("with theme=light the box is %s", colour)
	}

	stop()
	press(" x")
	eventually(t, ctx, `root.host.dataset.state==="error"`)
}

func TestTheMapOfAnotherSiteAsksTheServedAPI(t *testing.T) {
	ctx := chromium(t)
	addr, admin, stop := server(t, "--data", t.TempDir(), "--no-embedded", "--refresh", "0",
		"--packages", "datasets/packages/opportunities", "--packages", "datasets/packages/units", "--packages", "datasets/packages/outlines")
	until(t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
	ask := func(expression string) string {
		t.Helper()
		v, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(()=>{const map=document.querySelector("honglinh-map"),root=map.shadowRoot,items=[...(root?.querySelectorAll("ol>li")||[])];return String(`+expression+`)})()`))
		if err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		return v
	}
	open := func(attributes, state string) {
		t.Helper()
		page := host(t, fmt.Sprintf(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>x</title><style>li,svg,path{display:none!important}</style>
			<script type="module" src="http://%s/widget/v1/map.js"></script><honglinh-map %s list></honglinh-map>`, addr, attributes))
		if err := chromedp.Do(ctx, chromedp.Navigate(page)); err != nil {
			t.Fatal(err)
		}
		for range 400 {
			if ask(`map.dataset.state`) == state {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("a map with %s is %q and says %q, want %s", attributes, ask(`map.dataset.state`), ask(`root?.querySelector("[role=status]")?.textContent`), state)
	}
	check := func(what, expression, want string) {
		t.Helper()
		got := ask(expression)
		for until := time.Now().Add(10 * time.Second); got != want && time.Now().Before(until); got = ask(expression) {
			time.Sleep(50 * time.Millisecond) // marks come by tile, after the list
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}

	open(`lang="en" kind="unit"`, "ready")
	check("the two wards are outlines", `root.querySelectorAll("path.shape.unit").length`, "2")
	check("what has a place leads the list", `items.findIndex(i=>!i.querySelector("button"))===items.filter(i=>i.querySelector("button")).length`, "true")
	check("the status counts", `/^\d+ of \d+ records, \d+ with coordinates$/.test(root.querySelector("[role=status]").textContent)`, "true")
	check("links lead to the catalogue", `items[0].querySelector("a").href.startsWith("http://`+addr+`/en/unit/")`, "true")
	check("no cookie", `document.cookie`, "")

	open(`lang="vi" kind="opportunity"`, "ready")
	check("the middle of a ward is no pin; the wards count what is known by them alone", `[root.querySelectorAll("path.pin.opportunity").length,root.querySelectorAll("path.outline").length,root.querySelectorAll(".count").length>0]`, "0,2,true")
	open(`lang="vi" kind="place,opportunity" place="18118"`, "ready") // the example of the README
	check("the example of the README shows something", `root.querySelectorAll("path.commune").length>0&&root.querySelector(".count").textContent>0`, "true")

	open(`lang="vi" kind="opportunity" style="display:none"`, "ready") // as in a tab that is not open yet
	ask(`map.style.display="block"`)
	time.Sleep(time.Second)
	check("a map made hidden is on what it found once it is shown", `(()=>{const m=root.querySelector(".map").getBoundingClientRect();return [...root.querySelectorAll(".count")].some(c=>{const b=c.getBoundingClientRect();return b.width>0&&b.left>=m.left&&b.right<=m.right&&b.top>=m.top&&b.bottom<=m.bottom})})()`, "true")

	open(`lang="vi" kind="opportunity"`, "ready")
	check("a record without coordinates says so", `items.some(i=>i.textContent.endsWith("(chưa có toạ độ)"))`, "true")

	open(`lang="vi" q="zzxqj"`, "empty")
	open(`lang="vi" kind="nonsense"`, "error")
	check("what failed is said", `root.querySelector("[role=status]").textContent`, "Chưa tải được dữ liệu.")
	stop()
}
