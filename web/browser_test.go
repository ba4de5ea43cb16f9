package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/web/webtest"
)

func scheme(ctx context.Context, value string) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	return err
}

// shownPaths are a page of each kind, in a language.
func shownPaths(lang text.Lang) []string {
	var out []string
	for _, p := range []string{"/", "/search?q=c%E1%BB%A5m+c%C3%B4ng+nghi%E1%BB%87p&kind=opportunity,project,indicator", "/search?q=zzxqj", "/opportunity/cum-cong-nghiep-cong-khanh-2",
		"/procedure/1-009642", "/unit/thi-xa-hong-linh", "/unit/phuong-bac-hong-linh", "/indicator/population", "/dataset/indicators", "/plan/ccn-cong-khanh-3-phuong-dau-lieu",
		"/document/cong-van-2444-ubnd-nc2-ha-tinh-2025", "/compare?id=opportunity/cum-cong-nghiep-cong-khanh-1&id=opportunity/cum-cong-nghiep-cong-khanh-2",
		"/dataset/units/units", "/dataset/indicators/indicators?unit=%25&order=-value", "/dataset/indicators/indicators/column/value", "/dataset/units/units/diff", "/dataset/projects/projects", "/explore", "/explore?indicator=population", "/explore?indicator=population&as=bar", "/usage", "/coverage", "/coverage/records?lacks=en", "/sources", "/api", "/widget", "/about", "/nothing-here",
		"/project/kho-lng-bac-trung-bo", "/place/chua-hang", "/organisation/so-tai-chinh-ha-tinh", "/article/thay-doi-01-7-2025", "/unit/phuong-bac-hong-linh?as_of=2025-06-30",
		"/opportunity/ccn-nam-hong?version=1", "/search", "/search?kind=bogus", "/compare", "/invest?place=18118&zone=industrial-cluster&sector=C&project=new&capital=200&profit=20", "/journey", "/journey/nha-dau-tu-nuoc-ngoai?place=18118", "/shortlist?ids=opportunity/ccn-nam-hong,opportunity/cum-cong-nghiep-cong-khanh-1", "/procedure/1-013236/through-time", "/enquiry?record=opportunity/ccn-nam-hong", "/follow?ids=opportunity/ccn-nam-hong", "/map", "/map?kind=opportunity,place&q=chua", "/here", "/here?lon=521000&lat=2049000&crs=EPSG:9209", "/coordinates"} {
		out = append(out, "/"+string(lang)+p)
	}
	return out
}

// at gives the window a width and the reader's colours.
func at(ctx context.Context, width int64, colours string) error {
	if err := scheme(ctx, colours); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.EmulateViewport(width, 900))
}

// sideways fails where the page is wider than a window of 320 pixels, or of 640, a desktop at 200 %.
func sideways(ctx context.Context, t *testing.T, path string) error {
	for _, width := range []int64{320, 640} {
		if err := at(ctx, width, "light"); err != nil {
			return err
		}
		over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth-document.documentElement.clientWidth`))
		if err != nil {
			return err
		}
		if over > 0 {
			t.Errorf("%s is %d px too wide at %d px", path, over, width)
		}
	}
	return nil
}

// accessible fails where axe finds something at a width, in a scheme of colours.
func accessible(ctx context.Context, t *testing.T, path string, width int64, colours string) error {
	const run = `axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"],resultTypes:["violations"]})
		.then(r=>JSON.stringify(r.violations.map(v=>v.id+": "+v.nodes.slice(0,3).map(n=>n.html.slice(0,160)+" "+(n.any[0]?.message||"")).join(" | "))))`
	if err := at(ctx, width, colours); err != nil {
		return err
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	var found []string
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		return err
	}
	for _, v := range found {
		t.Errorf("%s at %d px, %s: %s", path, width, colours, v)
	}
	return nil
}

// axeSource is the script of axe.
func axeSource(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", ".ci", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		proof.Missing(t, "axe-core", "run `npm ci` in .ci")
	}
	return string(axe)
}

// TestAxeFindsNothingAndNoPageScrollsSideways loads a page of each kind once a language, in the
// narrowest window. axe looks at it on a phone in one scheme of colours and on a desktop in the
// other, which change places from page to page. Each language has a browser of its own.
func TestAxeFindsNothingAndNoPageScrollsSideways(t *testing.T) {
	axe, server := axeSource(t), writable(t).Serve(t)
	for n, lang := range text.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			t.Parallel()
			ctx := webtest.Browser(t)
			for i, path := range shownPaths(lang) {
				phone, desktop := "light", "dark"
				if (i+n)%2 == 1 {
					phone, desktop = desktop, phone
				}
				if err := byAxe(ctx, t, axe, server.URL, path, phone, desktop); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
			}
		})
	}
}

// byAxe loads a page in the narrowest window, where nothing may scroll sideways, and has axe look
// at it on a phone and on a desktop.
func byAxe(ctx context.Context, t *testing.T, axe, server, path, phone, desktop string) error {
	if err := at(ctx, 320, "light"); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server+path)); err != nil {
		return err
	}
	if err := sideways(ctx, t, path); err != nil {
		return err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe+";0")); err != nil {
		return err
	}
	if err := accessible(ctx, t, path, 390, phone); err != nil {
		return err
	}
	return accessible(ctx, t, path, 1280, desktop)
}

// inWidget evaluates an expression of root, the widget's shadow root.
func inWidget[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](`(()=>{const root=document.querySelector("honglinh-search").shadowRoot,input=root.querySelector("input");return `+expression+`})()`))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression of the widget to be true.
func until(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for range 100 {
		if inWidget[bool](t, ctx, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never became true: %s", expression)
}

func keys(t *testing.T, ctx context.Context, list ...string) {
	t.Helper()
	for _, k := range list {
		if k == kb.Enter { // one event with its text, which a handler can prevent, as a keyboard sends it
			for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
				p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
				if kind == input.DispatchKeyEventTypeKeyDown {
					p.Text = "\r"
				}
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, p); err != nil {
					t.Fatal(err)
				}
			}
			continue
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(k)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheWidgetOnAnotherSiteByKeyboard(t *testing.T) {
	catalogue, ctx := webtest.Serve(t), webtest.Browser(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><html lang="vi"><meta charset="utf-8"><title>x</title><style>li{display:none!important}input{color:red}</style>
			<script type="module" src="%s/widget/v1/search.js"></script><honglinh-search lang="vi" kind="opportunity" limit="4"></honglinh-search>
			<script>addEventListener("honglinh-choose",e=>{e.preventDefault();window.chosen=e.detail.href})</script>`, catalogue.URL)
	}))
	defer other.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(other.URL), chromedp.WaitReady("honglinh-search")); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, `!!input`)
	keys(t, ctx, kb.Tab, "cum cong nghiep")
	until(t, ctx, `input.getAttribute("aria-expanded")==="true"`)
	if n := inWidget[int](t, ctx, `root.querySelectorAll("[role=option]").length`); n != 5 {
		t.Errorf("got %d options, want 4 and the way to all", n)
	}
	active := `root.getElementById(input.getAttribute("aria-activedescendant"))`
	steps := []struct {
		key  string
		want int
	}{{kb.ArrowDown, 0}, {kb.ArrowDown, 1}, {kb.End, 4}, {kb.ArrowDown, 0}, {kb.ArrowUp, 4}, {kb.Home, 0}, {kb.ArrowDown, 1}}
	for i, step := range steps {
		keys(t, ctx, step.key)
		if got := inWidget[int](t, ctx, `[...root.querySelectorAll("[role=option]")].indexOf(`+active+`)`); got != step.want {
			t.Errorf("step %d: option %d is active, want %d", i, got, step.want)
		}
	}
	if said := inWidget[string](t, ctx, `root.querySelector("[role=status]").textContent`); !strings.Contains(said, "5 gợi ý") {
		t.Errorf("the live region says %q", said)
	}
	keys(t, ctx, kb.Enter)
	chosen, err := chromedp.Run(ctx, chromedp.Evaluate[string](`window.chosen||""`))
	if err != nil || !strings.HasPrefix(chosen, catalogue.URL+"/vi/opportunity/") {
		t.Errorf("chose %q, %v", chosen, err)
	}
	keys(t, ctx, kb.ArrowDown)
	until(t, ctx, `input.getAttribute("aria-expanded")==="true"`)
	keys(t, ctx, kb.Escape)
	until(t, ctx, `input.getAttribute("aria-expanded")==="false"&&input.value!==""`)
	keys(t, ctx, kb.Escape)
	until(t, ctx, `input.value===""`)
	keys(t, ctx, "zzxqj")
	until(t, ctx, `root.host.dataset.state==="empty"`)
	keys(t, ctx, kb.Enter)
	chosen, err = chromedp.Run(ctx, chromedp.Evaluate[string](`window.chosen`))
	if err != nil || !strings.HasPrefix(chosen, catalogue.URL+"/vi/search?q=zzxqj") || !strings.Contains(chosen, "kind=opportunity") {
		t.Errorf("enter led to %q, %v", chosen, err)
	}
	inWidget[any](t, ctx, `root.host.setAttribute("lang","en")`)
	if label := inWidget[string](t, ctx, `root.querySelector("label").textContent`); label != "Search the catalogue" {
		t.Errorf("in English the label is %q", label)
	}
	catalogue.Close()
	keys(t, ctx, kb.Tab)
	inWidget[any](t, ctx, `input.focus()`)
	keys(t, ctx, " du lich")
	until(t, ctx, `root.host.dataset.state==="error"`)
}

func TestSuggestionsOnThePage(t *testing.T) {
	server, ctx := webtest.Serve(t), webtest.Browser(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/vi/")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](`document.getElementById("q").focus()`)); err != nil {
		t.Fatal(err)
	}
	keys(t, ctx, "cum cong")
	for range 100 {
		open, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.getElementById("q").getAttribute("aria-expanded")==="true"`))
		if err != nil {
			t.Fatal(err)
		}
		if open {
			keys(t, ctx, kb.ArrowDown, kb.Enter)
			time.Sleep(500 * time.Millisecond)
			at, err := chromedp.Run(ctx, chromedp.Location())
			if err != nil || at == server.URL+"/vi/" {
				t.Errorf("choosing led to %q, %v", at, err)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("no suggestions came")
}
