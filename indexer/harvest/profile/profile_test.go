package profile_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"honglinh/indexer/harvest/profile"
)

var now = time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)

const (
	nukeviet = `<!DOCTYPE html><html lang="vi"><head><title>UBND phường - Tin tức</title><link rel="canonical" href="/tin-tuc/khoi-cong-12.html"></head><body>
<ul class="breadcrumbs"><li><a>Trang nhất</a></li><li><a>Đầu tư</a></li></ul>
<div id="news_detail"><h1>Khởi công tuyến đường ven sông</h1><span class="time">Thứ hai - 20/03/2025 08:15</span>
<div id="hometext"><div id="imghome"><img src="/a.jpg"></div>Sáng nay, phường khởi công.</div>
<div class="bodytext"><p>Tuyến đường dài <b>2,5 km</b>, vốn 120 tỷ đồng.</p><div><img src="/uploads/duong.jpg" alt="Toàn cảnh"><em>Quang cảnh lễ khởi công</em></div>
<p>Xem <a href="/uploads/qd-12.pdf">Quyết định 12/2025/QĐ-UBND</a>.</p><script>track()</script><ul class="related"><li>Tin liên quan</li></ul></div>
<p class="copyright">Bản quyền</p></div><div>Lượt xem: 1.234</div></body></html>`
	newspaper = `<html><head><meta property="article:published_time" content="2026-07-30T23:47:54Z"><meta property="article:section" content="Kinh tế"></head><body>
<h1 class="article__title cms-title">Thu hút đầu tư vào cụm công nghiệp</h1><div class="article__meta"><time>lúc nào đó</time></div><a class="cms-author">Thu Hà</a>
<div class="article__sapo cms-desc">(Báo) - Ba dự án mới được cấp phép.</div>
<div class="article__body cms-body"><p>Ngày 30/7, ban quản lý trao giấy chứng nhận.</p><figure><img data-src="https://img.example/x.jpg" src="data:image/gif;base64,R0"><figcaption>Lễ trao giấy</figcaption></figure><div class="article__related">Đọc thêm</div><span class="view-count">77 lượt xem</span></div></body></html>`
	law = `<html><head><title>Quyết định 43/2024/QĐ-UBND</title></head><body><table class="vbProperties"><tr><td>Số ký hiệu</td><td>43/2024/QĐ-UBND</td><td>Ngày ban hành</td><td>24/12/2024</td></tr>
<tr><td>Cơ quan ban hành</td><td>UBND tỉnh</td><td>x</td><td>y</td></tr></table>
<div id="toanvancontent"><p>Căn cứ Luật Tổ chức chính quyền địa phương;</p><p><strong>Điều 1.</strong> Ban hành Quy chế.</p></div></body></html>`
)

func TestTheFamiliesOfPortalsAreRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		profile, html string
		want          map[string]string
		without       []string
	}{
		{"nukeviet", nukeviet, map[string]string{"title": "Khởi công tuyến đường ven sông", "date": "2025-03-20", "summary": "Sáng nay, phường khởi công.", "section": "Đầu tư",
			"address": "https://phuong.example/tin-tuc/khoi-cong-12.html", "body": "Tuyến đường dài **2,5 km**, vốn 120 tỷ đồng.", "picture": "https://phuong.example/uploads/duong.jpg Quang cảnh lễ khởi công",
			"attachment": "https://phuong.example/uploads/qd-12.pdf Quyết định 12/2025/QĐ-UBND", "lang": "vi"}, []string{"track", "Tin liên quan", "Bản quyền", "Lượt xem"}},
		{"bao-dien-tu", newspaper, map[string]string{"title": "Thu hút đầu tư vào cụm công nghiệp", "date": "2026-07-31", "summary": "(Báo) - Ba dự án mới được cấp phép.", "section": "Kinh tế", "author": "Thu Hà",
			"picture": "https://img.example/x.jpg Lễ trao giấy", "body": "ban quản lý trao giấy chứng nhận"}, []string{"Đọc thêm", "lượt xem"}},
		{"van-ban", law, map[string]string{"kind": "document", "title": "Quyết định 43/2024/QĐ-UBND", "number": "43/2024/QĐ-UBND", "date": "2024-12-24", "body": "**Điều 1.** Ban hành Quy chế."}, nil},
	} {
		p, err := profile.Find(c.profile)
		if err != nil {
			t.Fatal(err)
		}
		it, err := p.Extract(c.html, "https://phuong.example/vi/print/khoi-cong-12.html?utm_source=x", now)
		if err != nil {
			t.Fatalf("%s: %v", c.profile, err)
		}
		got := map[string]string{"title": it.Title, "date": string(it.Date), "summary": it.Summary, "section": it.Section, "author": it.Author, "address": it.Address, "kind": it.Kind, "number": it.Number, "lang": string(it.Lang)}
		if len(it.Pictures) == 1 {
			got["picture"] = it.Pictures[0].Address + " " + it.Pictures[0].Caption
		}
		if len(it.Attachments) == 1 {
			got["attachment"] = it.Attachments[0].Address + " " + it.Attachments[0].Title
		}
		for key, want := range c.want {
			if key == "body" {
				if !strings.Contains(it.Body, want) {
					t.Errorf("%s: the body is %q, want it to hold %q", c.profile, it.Body, want)
				}
				continue
			}
			if got[key] != want {
				t.Errorf("%s: %s: got %q, want %q", c.profile, key, got[key], want)
			}
		}
		for _, bad := range c.without {
			if strings.Contains(it.Body+it.Summary, bad) {
				t.Errorf("%s: the text holds %q: %s", c.profile, bad, it.Body)
			}
		}
	}
}

func TestAPageThatNoProfileKnowsIsReadByWhatLooksLikeItsText(t *testing.T) {
	t.Parallel()
	p, err := profile.Find("")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("Phường tổ chức hội nghị gặp mặt doanh nghiệp, bàn việc tháo gỡ khó khăn về mặt bằng. ", 12)
	it, err := p.Extract(`<html><head><title>Hội nghị doanh nghiệp</title></head><body><div class="menu"><a href="/">Trang chủ</a></div><div class="noi-dung"><h1>Hội nghị doanh nghiệp</h1><p>`+text+`</p><p>`+text+`</p></div><div>Lượt xem 5</div></body></html>`, "https://a.example/1", now)
	if err != nil || !strings.Contains(it.Body, "tháo gỡ khó khăn") || strings.Contains(it.Body, "Trang chủ") {
		t.Errorf("got %+v, %v", it, err)
	}
	if _, err := p.Extract(`<html><head><title>404</title></head><body></body></html>`, "https://a.example/2", now); err == nil {
		t.Error("a page of error that says 200 is taken for an item")
	}
}

func TestAddressesOfOneItemAreOne(t *testing.T) {
	t.Parallel()
	p, _ := profile.Find("")
	for in, want := range map[string]string{
		"https://A.example/tin/1.html;jsessionid=12AB?utm_source=x&id=7#doc": "https://a.example/tin/1.html?id=7",
		"https://a.example/tin/1.html?print=1":                               "https://a.example/tin/1.html",
		"https://a.example/tin?b=2&a=1":                                      "https://a.example/tin?a=1&b=2",
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Address(u); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestEveryProfileThatShipsIsRight(t *testing.T) {
	t.Parallel()
	for _, name := range profile.Names() {
		if _, err := profile.Find(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for yaml, want := range map[string]string{"titel: [h1]": "titel", "title: ['h1[']": "h1[", "kind: news": "news", "topics: {a: b}": "topics"} {
		if _, err := profile.Read([]byte(yaml)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", yaml, err)
		}
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(nukeviet)
	f.Add(newspaper)
	f.Add(law)
	f.Fuzz(func(t *testing.T, html string) {
		for _, name := range append(profile.Names(), "") {
			p, err := profile.Find(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = p.Extract(html, "https://a.example/", now)
		}
	})
}
