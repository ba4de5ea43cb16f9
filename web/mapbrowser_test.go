package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"honglinh/api/httpkit"
	"honglinh/api/maps"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/datasets/export/encode"
	"honglinh/web/webtest"
)

// drawingBrowser is a browser with software WebGL, or with none at all.
func drawingBrowser(t *testing.T, webgl bool) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: no chromium on this machine; the map was not looked at")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if !webgl {
		opts = append(opts, chromedp.Flag("disable-3d-apis", true))
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank"), chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Skipf("SKIPPED: chromium does not start: %v", err)
	}
	return ctx
}

// looked evaluates an expression on the page.
func looked[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// becomes waits for an expression to be true; software rendering takes seconds.
func becomes(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for range 300 { // what is not there yet is not true yet
		if looked[bool](t, ctx, "(()=>{try{return !!("+expression+")}catch{return false}})()") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("never became true: %s; the page is at %s", expression, looked[string](t, ctx, "location.href"))
}

// openMap goes to a page and waits until its map stands; it must be drawn by the library named.
func openMap(t *testing.T, ctx context.Context, address, library string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	becomes(t, ctx, `document.getElementById("map").dataset.ready`)
	if got := looked[string](t, ctx, `document.getElementById("map").dataset.ready`); got != library {
		t.Fatalf("%s is drawn by %q, want %q", address, got, library)
	}
}

// pinsOf are the ids on the map and in the list, as the reader sees them now.
const (
	listIDs = `JSON.stringify([...document.querySelectorAll(".hits>li")].map(l=>l.dataset.id))`
	mapIDs  = `(async()=>{const m=document.getElementById("map").map.library;const d=await m.getSource("found").getData();return JSON.stringify(d.features.map(f=>f.properties.id))})()`
)

func TestTheMapInABrowser(t *testing.T) {
	server, ctx := webtest.Serve(t), drawingBrowser(t, true)
	openMap(t, ctx, server.URL+"/vi/map?kind=unit,opportunity", "maplibre")
	if list, drawn := looked[string](t, ctx, listIDs), looked[string](t, ctx, mapIDs); list != drawn || list == "[]" {
		t.Errorf("the list holds %.200s, the map %.200s", list, drawn)
	}
	becomes(t, ctx, `(()=>{const m=document.getElementById("map").map.library;return m.areTilesLoaded()&&m.queryRenderedFeatures({layers:["found-area","found-pin"]}).length})()`)

	t.Run("a filter changes list, map and address without a new page", func(t *testing.T) {
		looked[any](t, ctx, `window.kept=1,document.querySelector(".refine").open=true,[...document.querySelectorAll(".facet a")].find(a=>new URL(a.href).searchParams.get("kind")==="unit").click()`)
		becomes(t, ctx, `new URLSearchParams(location.search).get("kind")==="unit"&&window.kept`)
		if list, drawn := looked[string](t, ctx, listIDs), looked[string](t, ctx, mapIDs); list != drawn || strings.Contains(list, "opportunity/") {
			t.Errorf("the list holds %.200s, the map %.200s", list, drawn)
		}
		looked[any](t, ctx, `history.back()`)
		becomes(t, ctx, `document.querySelector(".hits>li[data-id^='opportunity/']")&&window.kept`)
	})

	t.Run("an area drawn by keys is searched", func(t *testing.T) {
		looked[any](t, ctx, `document.querySelector("[data-tool=polygon]").click()`)
		becomes(t, ctx, `document.activeElement.tagName==="CANVAS"&&!document.getElementById("map-draw").hidden`)
		for _, at := range []string{"105.6,18.4", "105.9,18.4", "105.9,18.7", "105.6,18.7"} {
			looked[any](t, ctx, `document.getElementById("map").map.library.jumpTo({center:[`+at+`]})&&0`)
			keys(t, ctx, kb.Enter)
		}
		looked[any](t, ctx, `document.querySelector("[data-draw=finish]").click()`)
		becomes(t, ctx, `location.search.includes("polygon=")`)
		becomes(t, ctx, `!document.querySelector("#results.busy")`)
		at, err := url.Parse(looked[string](t, ctx, `location.href`))
		if err != nil || at.Query().Get("polygon") != "POLYGON((105.6 18.4,105.9 18.4,105.9 18.7,105.6 18.7,105.6 18.4))" {
			t.Errorf("the address is %v, %v", at, err)
		}
		if n := looked[int](t, ctx, `document.querySelectorAll(".hits>li").length`); n == 0 || n > 60 {
			t.Errorf("%d records are in the area", n)
		}
	})

	t.Run("a circle by two clicks is searched", func(t *testing.T) {
		looked[any](t, ctx, `(()=>{const m=document.getElementById("map").map.library;m.jumpTo({center:[105.7,18.53],zoom:11});document.querySelector("[data-tool=circle]").click();
			for(const c of [[105.7,18.53],[105.75,18.53]]){const p=m.project(c);m.fire("click",{lngLat:{lng:c[0],lat:c[1]},point:p})}
			document.querySelector("[data-draw=finish]").click()})()`)
		becomes(t, ctx, `new URLSearchParams(location.search).get("near")==="105.7,18.53"`)
		if r := looked[float64](t, ctx, `+new URLSearchParams(location.search).get("radius")`); r < 5.2 || r > 5.35 {
			t.Errorf("the radius is %v km, want 5.27", r)
		}
	})

	t.Run("this area is a box", func(t *testing.T) {
		becomes(t, ctx, `!document.querySelector("#results.busy")`)
		looked[any](t, ctx, `document.querySelector("[data-tool=area]").click()`)
		becomes(t, ctx, `new URLSearchParams(location.search).get("bbox")?.split(",").length===4&&!location.search.includes("near=")`)
	})
}

func TestARecordOfTheListIsShownOnTheMapByKeyboard(t *testing.T) {
	server, ctx := webtest.Serve(t), drawingBrowser(t, true)
	openMap(t, ctx, server.URL+"/en/map?q=Bac+Hong+Linh+ward&kind=unit", "maplibre")
	looked[any](t, ctx, `document.querySelector("[data-show]").focus()`)
	keys(t, ctx, kb.Enter)
	becomes(t, ctx, `document.querySelector(".maplibregl-popup a")`)
	if href := looked[string](t, ctx, `document.querySelector(".maplibregl-popup a").pathname`); !strings.HasPrefix(href, "/en/unit/") {
		t.Errorf("the popup leads to %s", href)
	}
	if !looked[bool](t, ctx, `document.querySelector(".hits>li.picked").dataset.n===document.querySelector("[data-show]").dataset.show`) {
		t.Error("the list does not mark the record")
	}
}

// crowd are records of a map's data at four spots, two of them 200 m apart and two the same.
const crowd = `(()=>{const d=JSON.parse(document.getElementById("map-data").textContent);d.fixed=false;d.box=[105.6,18.4,105.9,18.6];
	d.found.features=[[105.6,18.4],[105.602,18.4],[105.9,18.6],[105.9,18.6],[105.9,18.5]].map((c,i)=>({type:"Feature",id:i+1,
		properties:{n:i+1,id:"place/p"+i,title:"P"+i,kind:"place",kindLabel:"Place",url:"/en/place/p"+i,units:[]},geometry:{type:"Point",coordinates:c}}));return d})()`

func TestPinsThatCoverEachOtherAreOne(t *testing.T) {
	server := webtest.Serve(t)
	for _, library := range []string{"maplibre", "leaflet"} {
		t.Run(library, func(t *testing.T) {
			ctx := drawingBrowser(t, library == "maplibre")
			openMap(t, ctx, server.URL+"/en/map?view=9/18.5/105.8", library)
			module := looked[string](t, ctx, `performance.getEntriesByType("resource").map(e=>e.name).find(n=>n.includes("map-groups"))`)
			for zoom, want := range map[int]string{5: "[[1,2,3,4,5]]", 10: "[[1,2],[3,4],[5]]", 16: "[[1],[2],[3,4],[5]]"} {
				if got := looked[string](t, ctx, fmt.Sprintf(`import(%q).then(m=>JSON.stringify(m.groups(%s.found.features,%d).map(g=>g.numbers)))`, module, crowd, zoom)); got != want {
					t.Errorf("at zoom %d the pins are %s, want %s", zoom, got, want)
				}
			}
			looked[any](t, ctx, `document.getElementById("map").map.show(`+crowd+`),0`)
			if library == "leaflet" {
				becomes(t, ctx, `document.querySelectorAll(".many-pin").length===2`)
				looked[any](t, ctx, `document.querySelector(".many-pin").click()`)
				becomes(t, ctx, `document.getElementById("map").map.zoom()>13&&document.querySelectorAll(".many-pin").length===1`)
				return
			}
			const m = `document.getElementById("map").map.library`
			becomes(t, ctx, m+`.queryRenderedFeatures({layers:["found-many"]}).length===2`)
			looked[any](t, ctx, `(()=>{const c={lng:105.6,lat:18.4},p=`+m+`.project(c);`+m+`.fire("click",{lngLat:c,point:p})})()`)
			becomes(t, ctx, `document.getElementById("map").map.zoom()>13`)
		})
	}
}

func TestAUnitTellsWhatIsKnownByItOnly(t *testing.T) {
	server, ctx := webtest.Serve(t), drawingBrowser(t, true)
	openMap(t, ctx, server.URL+"/en/map", "maplibre")
	const map_ = `document.getElementById("map").map.library`
	becomes(t, ctx, map_+`.areTilesLoaded()&&`+map_+`.queryRenderedFeatures({layers:["in-unit"]}).length>1`)
	looked[any](t, ctx, `(()=>{const m=`+map_+`,u=JSON.parse(document.getElementById("map-data").textContent).units[0],p=m.project(u.at);m.fire("click",{lngLat:{lng:u.at[0],lat:u.at[1]},point:p})})()`)
	becomes(t, ctx, `document.querySelector(".maplibregl-popup .popup li a")`)
	looked[any](t, ctx, `window.kept=1,document.querySelector(".popup p:last-child a").click()`)
	becomes(t, ctx, `new URLSearchParams(location.search).get("place")&&window.kept&&!document.querySelector("#results.busy")`)
	if list, drawn := looked[string](t, ctx, listIDs), looked[string](t, ctx, mapIDs); list != drawn || list == "[]" {
		t.Errorf("the list holds %.200s, the map %.200s", list, drawn)
	}
	becomes(t, ctx, `document.querySelector(".hits [data-show]")`)
	looked[any](t, ctx, `[...document.querySelectorAll(".hits>li")].find(l=>l.querySelector(".nowhere")&&l.querySelector("[data-show]")).querySelector("[data-show]").click()`)
	becomes(t, ctx, `document.querySelector(".maplibregl-popup a")`)
}

func TestAMapPrintsWhatIsSeen(t *testing.T) {
	server, ctx := webtest.Serve(t), drawingBrowser(t, true)
	openMap(t, ctx, server.URL+"/en/map", "maplibre")
	before := looked[string](t, ctx, `document.getElementById("map-drawing").textContent`)
	looked[any](t, ctx, `window.printed=0,window.print=()=>{window.printed++},document.getElementById("map").map.library.jumpTo({center:[106.3,18.1],zoom:9})&&0`)
	looked[any](t, ctx, `history.replaceState(null,"","?kind=unit&view=9/18.1/106.3"),document.querySelector("[data-print-map]").click()`)
	becomes(t, ctx, `window.printed===1`)
	if after := looked[string](t, ctx, `document.getElementById("map-drawing").textContent`); after == before || !strings.Contains(after, "20 km") {
		t.Errorf("the print shows %.200q", after)
	}
}

func TestTheMapWithoutWebGL(t *testing.T) {
	server, ctx := webtest.Serve(t), drawingBrowser(t, false)
	openMap(t, ctx, server.URL+"/vi/map?kind=unit", "leaflet")
	n := looked[int](t, ctx, `document.querySelectorAll(".hits [data-show]").length`)
	drawn := looked[int](t, ctx, `(()=>{const seen=new Set;document.getElementById("map").map.library.eachLayer(l=>{const p=l.feature?.properties;if(p?.n)seen.add(p.n);for(const n of l.numbers||[])seen.add(n)});return seen.size})()`)
	if n == 0 || n != drawn {
		t.Errorf("%d records of the list have a place, %d are drawn", n, drawn)
	}
	looked[any](t, ctx, `document.querySelector("[data-show]").click()`)
	becomes(t, ctx, `document.querySelector(".leaflet-popup a")`)
}

func TestTheMapPagesForEveryone(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join("..", ".ci", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("SKIPPED: axe-core is not installed; run `npm ci` in .ci")
	}
	server, ctx := webtest.Serve(t), drawingBrowser(t, true)
	example := "?" + url.Values{"points": {example(t, webtest.Shipped(t))}}.Encode()
	for _, colours := range []string{"light", "dark"} {
		if err := scheme(ctx, colours); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/vi/map?kind=unit,opportunity", "/en/map?q=zzxqk", "/vi/toa-do" + example, "/en/coordinates", "/en/unit/phuong-bac-hong-linh"} {
			for _, width := range []int64{320, 1280} {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+path)); err != nil {
					t.Fatal(err)
				}
				if strings.Contains(path, "/map") {
					becomes(t, ctx, `document.getElementById("map").dataset.ready`)
				}
				if over := looked[int](t, ctx, `document.documentElement.scrollWidth-document.documentElement.clientWidth`); over > 0 {
					t.Errorf("%s is %d px too wide at %d px", path, over, width)
				}
				looked[any](t, ctx, string(axe)+";0")
				var found []string
				out := looked[string](t, ctx, `axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"],resultTypes:["violations"]})
					.then(r=>JSON.stringify(r.violations.map(v=>v.id+": "+v.nodes.slice(0,3).map(n=>n.html.slice(0,160)+" "+(n.any[0]?.message||"")).join(" | "))))`)
				if err := json.Unmarshal([]byte(out), &found); err != nil {
					t.Fatal(err)
				}
				for _, v := range found {
					t.Errorf("%s at %d px, %s: %s", path, width, colours, v)
				}
			}
		}
	}
}

// serveFeatures serves the pages with the GeoJSON of a search and its tiles, which the embedded map asks for.
func serveFeatures(t *testing.T) *httptest.Server {
	t.Helper()
	s, pages := webtest.Shipped(t), webtest.Serve(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v1/search.geojson", func(w http.ResponseWriter, r *http.Request) {
		q, err := search.ParseQuery(r.URL.Query(), webtest.Now())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		a, err := s.Search.Search(r.Context(), q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		features := []map[string]any{}
		for _, h := range a.Hits {
			features = append(features, map[string]any{"type": "Feature", "id": h.Record.ID, "geometry": h.Record.Geometry, "properties": bare(h.Record)})
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_ = json.NewEncoder(w).Encode(map[string]any{"type": "FeatureCollection", "numberMatched": a.Total, "features": features})
	})
	kit := httpkit.New(httpkit.Options{BaseURL: webtest.Base, CORS: true})
	router := kit.NewRouter()
	maps.New(maps.Options{Kit: kit, Set: s.Layers, Encoder: encode.Encoder{}, Finder: s.Search, Places: s.Places, Now: webtest.Now}).Mount(router)
	mux.Handle("/api/v1/search/", kit.Wrap(router))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { pages.Config.Handler.ServeHTTP(w, r) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func bare(rec catalog.Record) catalog.Record {
	rec.Geometry = nil
	return rec
}

func TestTheMapOnAnotherSite(t *testing.T) {
	catalogue, ctx := serveFeatures(t), drawingBrowser(t, true)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><style>li,svg{display:none!important}</style>
			<script type="module" src="%s/widget/v1/map.js"></script><honglinh-map kind="unit" list></honglinh-map>`, catalogue.URL)
	}))
	defer other.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(other.URL)); err != nil {
		t.Fatal(err)
	}
	const host = `document.querySelector("honglinh-map")`
	becomes(t, ctx, host+`.dataset.state==="ready"`)
	if got := looked[string](t, ctx, host+`.shadowRoot.querySelector(".foot strong").textContent`); got != "Reference, not a legal boundary." {
		t.Errorf("the map says %q", got)
	}
	items, shown := looked[int](t, ctx, host+`.shadowRoot.querySelectorAll("ol>li").length`), looked[int](t, ctx, host+`.shadowRoot.querySelectorAll("ol>li button").length`)
	if items < 10 || shown < 2 {
		t.Errorf("%d records are listed, %d of them with a place", items, shown)
	}
	looked[any](t, ctx, host+`.shadowRoot.querySelector("ol>li button").focus()`)
	keys(t, ctx, kb.Enter)
	becomes(t, ctx, host+`.shadowRoot.querySelector(".leaflet-popup a")?.href.startsWith("`+catalogue.URL+`/en/unit/")`)
	looked[any](t, ctx, host+`.setAttribute("lang","vi")`)
	becomes(t, ctx, host+`.dataset.state==="ready"&&`+host+`.shadowRoot.querySelector(".foot strong").textContent.startsWith("Tham khảo")`)
}

func TestTheMapOnTheWidgetPageKeepsToThePolicy(t *testing.T) {
	server, ctx := serveFeatures(t), drawingBrowser(t, true)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/en/widget")); err != nil {
		t.Fatal(err)
	}
	const stage = `document.querySelector("honglinh-map").shadowRoot.querySelector(".map")`
	becomes(t, ctx, `document.querySelector("honglinh-map").dataset.state==="ready"`)
	becomes(t, ctx, stage+`.querySelector("path.shape")`)
	if h := looked[float64](t, ctx, stage+`.getBoundingClientRect().height`); h != 340 {
		t.Errorf("the map is %v px high, want 340: its style is refused", h)
	}
}
