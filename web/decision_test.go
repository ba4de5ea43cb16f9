package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/webtest"
)

// A phone shows 390 by 844 pixels; what is known of an opportunity in fourteen fields is read on three of them.
const (
	phoneWidth, phoneHeight = 390, 844
	phoneScreens, fields    = 3, 14
)

func TestAnOpportunityOfFourteenFieldsFitsThreePhoneScreens(t *testing.T) {
	ctx, server := webtest.Browser(t), webtest.Serve(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(phoneWidth, phoneHeight)); err != nil {
		t.Fatal(err)
	}
	type measured struct{ Known, Bottom int }
	var ids []string
	if err := webtest.Shipped(t).Records.Each(t.Context(), func(rec catalog.Record, _ int64) error {
		if rec.Kind == vocab.Opportunity {
			ids = append(ids, rec.ID)
		}
		return nil
	}); err != nil || len(ids) < 60 {
		t.Fatal(len(ids), err)
	}
	for _, id := range ids {
		for _, lang := range text.Langs() {
			page := "/" + string(lang) + "/" + id
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+page)); err != nil {
				t.Fatal(err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[measured](`({known:Number(document.querySelector('.fold.all>summary').dataset.known),bottom:Math.round(document.querySelector('article.record').getBoundingClientRect().bottom)})`))
			if err != nil {
				t.Fatal(err)
			}
			if got.Known < 1 || got.Known <= fields && got.Bottom > phoneScreens*phoneHeight {
				t.Errorf("%s: %d fields known, %d px, more than %d", page, got.Known, got.Bottom, phoneScreens*phoneHeight)
			}
		}
	}
}

func TestAComparisonLeadsWithWhatDecidesAndTellsFiguresOnce(t *testing.T) {
	page := webtest.Shipped(t).Get(t, "/vi/compare?id=opportunity/cum-cong-nghiep-cong-khanh-2&id=opportunity/ccn-nam-hong").Body.String()
	for _, twice := range []string{"35.66 ha", "214.627 billion VND", "Diện tích theo nguồn"} {
		if strings.Contains(page, twice) {
			t.Errorf("%q beside the figure of the page's language", twice)
		}
	}
	if !strings.Contains(page, "Liên hệ ai hiện nay") || strings.Contains(page, "UBND thị xã Hồng Lĩnh (") {
		t.Error("the comparison names no body of today, or one that has ended")
	}
	decides, identity := strings.Index(page, "Đất còn trống không"), strings.Index(page, "Căn cứ pháp lý")
	if decides < 0 || identity < decides {
		t.Errorf("whether the land is free stands at %d, the legal basis at %d", decides, identity)
	}
}
