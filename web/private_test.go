package web_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"honglinh/catalog/alert"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
	"honglinh/indexer/contact"
	"honglinh/web/webtest"
)

// TestAxeFindsNothingOnWhatAReaderIsGivenAlone looks at the pages that only one reader sees: an enquiry that waits
// and one that is answered, what is followed before and after it is confirmed and when it was left, on a phone
// and on a desktop, light and dark.
func TestAxeFindsNothingOnWhatAReaderIsGivenAlone(t *testing.T) {
	axe, o, ctx := axeSource(t), writable(t), webtest.Browser(t)
	server := o.Serve(t)
	look := func(what string) {
		t.Helper()
		if err := sideways(ctx, t, what); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](axe+";0")); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, width := range []int64{390, 1280} {
			for _, colours := range []string{"light", "dark"} {
				if err := accessible(ctx, t, what, width, colours); err != nil {
					t.Fatalf("%s: %v", what, err)
				}
			}
		}
	}
	for _, lang := range text.Langs() {
		number, status := asked(t, o, lang)
		visit(ctx, t, server.URL+status)
		look("an enquiry that waits, " + string(lang))
		if err := o.desk.Answer(t.Context(), number, "Còn một lô 5 ha.", contact.By{}); err != nil {
			t.Fatal(err)
		}
		visit(ctx, t, server.URL+status)
		look("an enquiry that is answered, " + string(lang))

		if err := o.follower.Subscribe(t.Context(), alert.Subscription{Records: []string{"opportunity/ccn-nam-hong"}, Channel: "email", To: "an@b.example", Lang: lang}); err != nil {
			t.Fatal(err)
		}
		visit(ctx, t, server.URL+o.own)
		for _, state := range []struct{ what, press string }{{"what waits for its follower", "confirm"}, {"what is followed", "leave"}, {"what was left", ""}} {
			look(state.what + ", " + string(lang))
			if state.press != "" {
				press(ctx, t, `button[name="do"][value="`+state.press+`"]`)
			}
		}
	}
}

// asked is a question about an opportunity, with the path of its page.
func asked(t *testing.T, o *open, lang text.Lang) (number, path string) {
	t.Helper()
	e, key, err := o.desk.Ask(t.Context(), enquiry.Draft{Sort: enquiry.Question, Record: "opportunity/ccn-nam-hong", Text: "Đất này còn trống không?", Lang: lang}, "")
	if err != nil {
		t.Fatal(err)
	}
	return e.Number, o.StatusPath(lang, e.Number, key)
}

// visit opens an address.
func visit(ctx context.Context, t *testing.T, url string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
}

// press sends the form of a button and waits for the page that answers.
func press(ctx context.Context, t *testing.T, selector string) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, time.Minute) // a button that is not there is waited for
	defer stop()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		t.Fatalf("%s: %v", selector, err)
	}
}
