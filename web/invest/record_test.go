package invest_test

import (
	"net/http"
	"strings"
	"testing"

	"honglinh/web/webtest"
)

func TestAnOpportunityLeadsToWhomToAskWhatToClaimAndWhatToFile(t *testing.T) {
	page := webtest.Shipped(t).Get(t, "/en/opportunity/cum-cong-nghiep-cong-khanh-1").Body.String()
	for _, want := range []string{"Whom to ask today", "People&#39;s Committee of Nam Hong Linh Ward", "/en/invest?place=18118&amp;project=new", "zone=industrial-cluster", "/en/journey?place=18118", "Is the land free", "fields that no source states"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	if strings.Contains(page, "0239.3.835.356") {
		t.Error("the telephone of the dissolved committee is shown as today's")
	}
}

func TestTheStepsOfAnOpportunityNameItsOwnZoneAndItsWardOfToday(t *testing.T) {
	for path, want := range map[string]string{
		"ha-tang-khu-cong-nghiep-bac-hong-linh":         "/en/invest?place=18115&amp;project=new&amp;zone=industrial-park",
		"ha-tang-ky-thuat-cum-cong-nghiep-cong-khanh-3": "/en/invest?place=18118&amp;project=new&amp;zone=industrial-cluster",
		"ccn-thach-kim": "/en/invest?place=18568&amp;project=new",
		"cang-bien-trung-tam-logistics-va-cong-nghiep-sau-thep-tai-kkt-vung-ang": "/en/invest?place=18823&amp;project=new&amp;zone=economic-zone",
		"trung-tam-lng-vung-ang":                            "/en/invest?project=new&amp;zone=economic-zone",
		"nha-may-dien-gio-eco-wind-ky-anh":                  "/en/invest?project=new&amp;sector=",
		"danh-muc-122-du-an-keu-goi-dau-tu-cua-tinh-5-2023": "/en/invest?project=new\"",
	} {
		page := webtest.Shipped(t).Get(t, "/en/opportunity/"+path).Body.String()
		if !strings.Contains(page, want) {
			_, rest, _ := strings.Cut(page, "/en/invest?")
			t.Errorf("%s: no %s but %.120s", path, want, rest)
		}
	}
}

func TestAJourneyIsPlannedOnItsPage(t *testing.T) {
	s := webtest.Shipped(t)
	for path, want := range map[string][]string{
		"/vi/journey/nha-may-trong-cum-cong-nghiep?form=one-member&land=state&place=18118": {"Giai đoạn 1: 3 việc có thể làm song song", "UBND phường Nam Hồng Lĩnh", `<svg class="timeline"`, "/vi/procedure/1-009645", "Ngày làm việc"},
		"/en/journey/nha-o-xa-hoi?policy=approved":                                         {"Working days", "Calendar days", "instead of step 1"},
		"/en/journey/nha-o-xa-hoi?version=1":                                               {"Social housing"},
	} {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		for _, one := range want {
			if !strings.Contains(w.Body.String(), one) {
				t.Errorf("%s: no %q", path, one)
			}
		}
		if strings.Contains(w.Body.String(), "github.com") {
			t.Errorf("%s names a code repository as a source", path)
		}
	}
	if w := s.Get(t, "/en/journey/nha-o-xa-hoi?polisy=approved"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown question: status %d", w.Code)
	}
}
