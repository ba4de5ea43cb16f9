package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/emersion/go-smtp"
	"github.com/pquerna/otp/totp"
	"github.com/xuri/excelize/v2"
)

// tour is one day of an editorial desk: the served program with a clock that is moved, a
// server that takes its mail, and one browser in which each person signs in by turns.
type tour struct {
	t       *testing.T
	ctx     context.Context
	data    string
	args    []string
	addr    string
	stop    func() int
	ahead   atomic.Int64
	begin   time.Time
	secrets map[string]string
	post    *postbox
}

// tourDay is when the tour begins, eight in the morning in Viet Nam: a Tuesday.
func tourDay() time.Time { return time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) }

const tourPassword = "mùa hè rực rỡ ở núi Hồng"

// now is the tour's clock: it runs, and is put forward.
func (o *tour) now() time.Time {
	return tourDay().Add(time.Since(o.begin) + time.Duration(o.ahead.Load()))
}

func (o *tour) pass(d time.Duration) { o.ahead.Add(int64(d)) }

// serve starts the program on the tour's folder, and stops it first if it runs.
func (o *tour) serve() {
	o.t.Helper()
	if o.stop != nil {
		o.stop()
	}
	addr, admin, stop := serverAt(o.t, o.now, o.args...)
	o.addr, o.stop = addr, stop
	until(o.t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
}

func newTour(t *testing.T) *tour {
	t.Helper()
	o := &tour{t: t, ctx: chromium(t), data: filepath.Join(t.TempDir(), "data"), begin: time.Now(), secrets: map[string]string{}, post: newPostbox(t)}
	file := filepath.Join(t.TempDir(), "honglinh.yaml")
	settings := fmt.Sprintf("mail: {host: 127.0.0.1, port: %d, from: ban.bien.tap@example.vn, tls: none}\nholidays:\n  - {date: 2027-01-01, decision: Bộ luật Lao động 2019 điều 112}\n", o.post.port)
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	o.args = []string{"--config", file, "--data", o.data, "--no-embedded", "--refresh", "0"}
	for _, name := range []string{"units", "opportunities", "glossary"} {
		o.args = append(o.args, "--packages", filepath.Join("datasets", "packages", name))
	}
	o.serve()
	return o
}

// must ends the tour where something in the browser did not work, and says on which page.
func (o *tour) must(err error) {
	o.t.Helper()
	if err == nil {
		return
	}
	words, _ := chromedp.Run(o.ctx, chromedp.Evaluate[string](`location.href+"\n"+(document.querySelector("main")||document.body).innerText.slice(0,1500)`))
	o.t.Fatalf("%v\n%s", err, words)
}

// open goes to a path.
func (o *tour) open(path string) {
	o.t.Helper()
	if !strings.Contains(path, "://") {
		path = "http://" + o.addr + path
	}
	o.must(chromedp.Do(o.ctx, chromedp.Navigate(path)))
}

// press clicks what leads to another page, and waits for it.
func (o *tour) press(selector string) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, 30*time.Second)
	defer cancel()
	o.script(fmt.Sprintf(`for(const d of document.querySelectorAll("details"))if(d.querySelector(%q))d.open=true`, selector))
	res, err := chromedp.RunResponse(ctx, chromedp.Click(selector))
	if err == nil && res.Status >= http.StatusBadRequest {
		err = fmt.Errorf("%s: status %d", selector, res.Status)
	}
	if err != nil {
		o.must(fmt.Errorf("%s: %w", selector, err))
	}
}

// fill writes into fields by their ids: typed where there is a text, chosen in a list.
func (o *tour) fill(pairs ...string) {
	o.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		at, value := fmt.Sprintf(`[id=%q]`, pairs[i]), pairs[i+1]
		o.script(fmt.Sprintf(`document.querySelector(%q)?.closest("details")?.setAttribute("open","")`, at))
		step := chromedp.SetValue(at, value)
		if kind := o.js(fmt.Sprintf(`document.querySelector(%q)?.type||""`, at)); kind == "file" {
			step = chromedp.SetUploadFiles(at, strings.Split(value, "\n"))
		} else if kind == "text" && len(value) < 60 {
			o.script(fmt.Sprintf(`document.querySelector(%q).value=""`, at))
			step = chromedp.SendKeys(at, value)
		}
		ctx, cancel := context.WithTimeout(o.ctx, 30*time.Second)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			o.must(fmt.Errorf("%s: %w", at, err))
		}
	}
}

func (o *tour) script(code string) {
	o.t.Helper()
	_, err := chromedp.Run(o.ctx, chromedp.Evaluate[any](code+";0"))
	o.must(err)
}

func (o *tour) js(expression string) string {
	o.t.Helper()
	v, err := chromedp.Run(o.ctx, chromedp.Evaluate[string](expression))
	o.must(err)
	return v
}

// sees fails unless the page says the words.
func (o *tour) sees(words ...string) {
	o.t.Helper()
	page := o.js(`document.body.textContent`)
	for _, w := range words {
		if !strings.Contains(page, w) {
			o.must(fmt.Errorf("the page does not say %q", w))
		}
	}
}

// as signs somebody in, in place of who was.
func (o *tour) as(name string) {
	o.t.Helper()
	_, err := chromedp.Call(o.ctx, network.ClearBrowserCookies, cdp.Empty{})
	o.must(err)
	o.open("/desk/vi/")
	o.fill("name", name, "password", tourPassword)
	if o.secrets[name] != "" {
		o.fill("code", o.code(name))
	}
	o.press(`form[action$="/sign-in"] button`)
	o.sees("Việc của tôi")
}

// code is what the person's telephone shows; a code is taken once, so that time passes.
func (o *tour) code(name string) string {
	o.t.Helper()
	o.pass(time.Minute)
	code, err := totp.GenerateCode(o.secrets[name], o.now())
	o.must(err)
	return code
}

// hire adds an account from the operator's terminal and uses its one-time link.
func (o *tour) hire(name, person string, flags ...string) {
	o.t.Helper()
	args := append([]string{"user", "add", name, "--data", o.data, "--person", person, "--base-url", "http://" + o.addr}, flags...)
	var out, errs bytes.Buffer
	if status := run(&commandLine{ctx: o.t.Context(), out: &out, err: &errs, now: o.now}, args); status != 0 {
		o.t.Fatalf("user add %s: %s %s", name, &out, &errs)
	}
	link := regexp.MustCompile(`http://\S+`).FindString(out.String())
	o.open(link)
	o.fill("password", tourPassword)
	if secret := o.js(`document.querySelector(".desk-secret")?.textContent||""`); secret != "" {
		o.secrets[name] = secret
		o.fill("code", o.code(name))
	}
	o.press(`form[action$="/link"] button`)
	o.sees("Đã lưu mật khẩu")
}

// act does a step of the edition that is open.
func (o *tour) act(act string, pairs ...string) {
	o.t.Helper()
	o.fill(pairs...)
	o.press(fmt.Sprintf(`form:has(input[name="act"][value=%q]) button`, act))
	o.sees("Đã xong.")
}

// here is the path of the page that is open, without what it was asked with.
func (o *tour) here() string { o.t.Helper(); return o.js(`location.pathname`) }

// fetched is a file of the desk, as the browser of who is signed in gets it.
func (o *tour) fetched(path string) []byte {
	o.t.Helper()
	code := fmt.Sprintf(`(async()=>{const r=await fetch(%q);if(!r.ok)throw new Error("status "+r.status);const b=new Uint8Array(await r.arrayBuffer());let s="";for(const c of b)s+=String.fromCharCode(c);return btoa(s)})()`, path)
	coded, err := chromedp.Run(o.ctx, chromedp.Evaluate[string](code, chromedp.EvalAwaitPromise))
	o.must(err)
	body, err := base64.StdEncoding.DecodeString(coded)
	o.must(err)
	return body
}

// postbox is an SMTP server that keeps what it gets.
type postbox struct {
	sync.Mutex
	port int
	got  []string
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	p := &postbox{}
	srv := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &letterbox{p}, nil }))
	srv.Domain = "localhost"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.port = l.Addr().(*net.TCPAddr).Port
	go func() { _ = srv.Serve(l) }() // ends with Close
	t.Cleanup(func() { _ = srv.Close() })
	return p
}

type letterbox struct{ p *postbox }

func (*letterbox) Reset()                               {}
func (*letterbox) Logout() error                        { return nil }
func (*letterbox) Mail(string, *smtp.MailOptions) error { return nil }
func (*letterbox) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data keeps a letter as "subject\nbody".
func (l *letterbox) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	body := m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	b, err := io.ReadAll(body)
	l.p.Lock()
	defer l.p.Unlock()
	l.p.got = append(l.p.got, m.Header.Get("Subject")+"\n"+string(b))
	return err
}

// letter waits for a letter with the words.
func (o *tour) letter(words string) string {
	o.t.Helper()
	for range 300 {
		o.post.Lock()
		for _, m := range o.post.got {
			if strings.Contains(m, words) {
				o.post.Unlock()
				return m
			}
		}
		o.post.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
	o.post.Lock()
	defer o.post.Unlock()
	o.t.Fatalf("no letter says %q; there are %q", words, o.post.got)
	return ""
}

// snapshot is a picture for the tour, a JPEG without what a camera adds.
func snapshot(t *testing.T) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			m.Set(x, y, color.RGBA{uint8(x / 4), uint8(120 + y/6), uint8((x ^ y) / 8), 255})
		}
	}
	file := filepath.Join(t.TempDir(), "khu dat.jpg")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, m, nil); err != nil {
		t.Fatal(err)
	}
	return file
}

const (
	tourTitle  = "Khu đất làm kho lạnh ở tổ dân phố Tiên Sơn"
	tourAlt    = "Bãi đất trống ven quốc lộ, xa xa là núi Hồng"
	tourRecord = "opportunity/khu-dat-lam-kho-lanh-o-to-dan-pho-tien-son"
)

// TestTheTourOfOneDay walks what the desk is for, as its people do, in a browser.
func TestTheTourOfOneDay(t *testing.T) {
	o := newTour(t)
	o.hireBoard()
	o.follow()
	draft := o.contribute()
	picture := o.photograph()
	o.check(draft, picture)
	o.translate(draft)
	o.approve(draft, picture)
	o.appears()
	o.mistake()
	o.month()
	o.stop()
	if status, out, errs := command(t.Context(), "check", "--data", o.data); status != 0 {
		t.Errorf("check after the day: %d %s %s", status, out, errs)
	}
}

func (o *tour) hireBoard() {
	o.t.Helper()
	o.hire("lan", "Trần Thị Lan", "--role", "contributor", "--unit", "bac-hong-linh")
	o.hire("hoa", "Lê Thị Hoà", "--role", "unit-head", "--unit", "bac-hong-linh")
	o.hire("minh", "Nguyễn Minh", "--role", "editor")
	o.hire("nga", "Phan Nga", "--role", "head")
	o.hire("thu", "Hồ Thu", "--role", "secretary")
	o.hire("tai", "Võ Tài", "--role", "accountant")
}

// follow has a reader ask for mail of new opportunities about cold stores.
func (o *tour) follow() {
	o.t.Helper()
	o.open("/vi/search?q=kho+l%E1%BA%A1nh&kind=opportunity")
	o.press(`a[href^="/vi/follow"]`)
	o.fill("f-to", "ban.doc@example.vn")
	o.press(`form.letter button`)
	m := o.letter("Mở địa chỉ sau và bấm xác nhận")
	link, err := url.Parse(regexp.MustCompile(`http://\S+/follow/\S+`).FindString(m))
	o.must(err)
	o.open(link.RequestURI())
	o.press(`button[value="confirm"]`)
}

// contribute has the ward's contributor write an opportunity and send it.
func (o *tour) contribute() string {
	o.t.Helper()
	o.as("lan")
	o.press(`nav a[href="/desk/vi/new"]`)
	o.fill("kind", "opportunity", "title", tourTitle)
	o.press(`form[action$="/new"] button`)
	draft := o.here()
	o.fill("f-summary-vi", "Ba hecta đất công nghiệp cạnh quốc lộ 8, hợp để làm kho lạnh nông sản.", "f-place", "unit/phuong-bac-hong-linh", "f-status", "calling", "f-area", "3", "f-capital", "45",
		"f-source-title", "UBND phường Bắc Hồng Lĩnh", "f-source-url", "https://bachonglinh.hatinh.gov.vn/", "f-source-date", "2026-12-01", "f-licence", "CC-BY-4.0")
	o.press(`.desk-save button`)
	o.sees("Đã lưu.")
	return draft
}

// photograph has her send a picture of it, from the draft.
func (o *tour) photograph() string {
	o.t.Helper()
	o.press(`a[href*="/desk/vi/photos?"]`)
	o.fill("p-file", snapshot(o.t), "p-alt", tourAlt, "p-author", "Trần Thị Lan", "p-licence", "CC-BY-4.0", "p-date", "2026-11-30", "p-place", "unit/phuong-bac-hong-linh", "p-unit", "bac-hong-linh")
	o.press(`form[action$="/photos"] button`)
	o.press(`[role="status"] a`)
	picture := o.here()
	o.act("send")
	return picture
}

// check has her send it, and the unit's head check both.
func (o *tour) check(draft, picture string) {
	o.t.Helper()
	o.open(draft)
	o.sees("Ảnh của mục này", tourAlt)
	o.act("send")
	o.as("hoa")
	o.sees("Đã gửi, chờ đơn vị kiểm tra", tourTitle)
	for _, path := range []string{draft, picture} {
		o.press(fmt.Sprintf(`a[href=%q]`, path))
		o.act("check")
		o.open("/desk/vi/")
	}
}

// translate has an editor translate and ask back; the contributor answers.
func (o *tour) translate(draft string) {
	o.t.Helper()
	o.as("minh")
	o.press(fmt.Sprintf(`a[href=%q]`, draft))
	o.act("take")
	o.fill("f-title-en", "Land for a cold store in Tien Son", "f-summary-en", "Three hectares of industrial land beside national road 8, fit for a cold store.")
	o.press(`.desk-save button`)
	o.act("return", "why-return", "Số vốn 45 tỷ đồng lấy từ văn bản nào?")
	o.as("lan")
	o.sees("Trả lại")
	o.press(fmt.Sprintf(`a[href=%q]`, draft))
	o.sees("Số vốn 45 tỷ đồng lấy từ văn bản nào?")
	o.fill("f.src.capital", "Đề án kho lạnh của phường, mục 3")
	o.press(`.desk-save button`)
	o.act("send")
	o.as("hoa")
	o.open(draft)
	o.act("check")
	o.as("minh")
	o.open(draft)
	o.act("take")
	if text := o.js(`document.querySelector(".desk-acts").textContent`); strings.Contains(text, "Duyệt") {
		o.t.Error("who translated is offered to approve")
	}
}

// approve has a second person approve both, and the secretary publish and schedule.
func (o *tour) approve(draft, picture string) {
	o.t.Helper()
	o.as("thu")
	o.open(picture)
	o.act("take")
	o.as("nga")
	o.open(draft)
	o.act("approve")
	o.open(picture)
	o.act("approve")
	o.as("thu")
	o.open(picture)
	o.act("publish")
	o.press(`a[href="/desk/vi/"]`)
	o.press(fmt.Sprintf(`a[href=%q]`, draft))
	at := o.now().Add(2 * time.Hour).In(time.FixedZone("UTC+7", 7*60*60)).Format("2006-01-02T15:04")
	o.act("schedule", "at", at)
	o.sees("Sẽ tự xuất bản đúng giờ đã hẹn.")
	if status, _ := get(o.t, "http://"+o.addr+"/vi/"+tourRecord); status != http.StatusNotFound {
		o.t.Errorf("before its time readers get status %d", status)
	}
	o.pass(2*time.Hour + time.Minute)
	until(o.t, 30*time.Second, "http://"+o.addr+"/vi/"+tourRecord, tourTitle)
}

// appears looks at it as readers do: pages, feed, and the next day's mail.
func (o *tour) appears() {
	o.t.Helper()
	until(o.t, 30*time.Second, "http://"+o.addr+"/vi/"+tourRecord, tourAlt) // the picture follows its record
	o.open("/vi/" + tourRecord)
	o.sees("Ba hecta đất công nghiệp", "45", "Đề án kho lạnh của phường, mục 3")
	picture := o.js(fmt.Sprintf(`[...document.images].find(i=>i.alt===%q)?.currentSrc||[...document.images].find(i=>i.alt===%q)?.src||""`, tourAlt, tourAlt))
	if picture == "" {
		o.t.Errorf("the picture does not stand on the page, which has %s", o.js(`[...document.images].map(i=>i.alt+" "+i.src).join("; ")`))
	} else if status, _ := get(o.t, picture); status != http.StatusOK {
		o.t.Errorf("the picture %s: status %d", picture, status)
	}
	o.open("/en/" + tourRecord)
	o.sees("Land for a cold store in Tien Son")
	_, feed := get(o.t, "http://"+o.addr+"/api/v1/search.atom?q=kho+l%E1%BA%A1nh&kind=opportunity&lang=vi")
	if !strings.Contains(feed, tourTitle) {
		o.t.Errorf("the feed lacks it: %.600s", feed)
	}
	o.pass(24 * time.Hour)
	o.serve() // digests are looked for at the start, then every few minutes
	o.letter(tourTitle)
}

// mistake has a reader report one, an editor correct it, and a second person look.
func (o *tour) mistake() {
	o.t.Helper()
	o.open("/vi/" + tourRecord)
	o.press(`a[href*="/enquiry?"]`)
	o.script(`document.querySelector('input[value="mistake"]').click()`)
	o.pass(time.Minute) // nobody writes within a second
	o.fill("e-text", "“Quốc lộ 8” phải là “quốc lộ 8A”.")
	o.press(`form.letter button`)
	own := o.js(`document.querySelector("#own").textContent`)
	o.as("hoa")
	o.sees("Câu hỏi và báo sai đang chờ trả lời")
	o.as("minh")
	o.press(`a[href="/desk/vi/enquiries"]`)
	o.press(`main a[href*="/desk/vi/enquiries/"]`)
	letter := o.here()
	o.press(`a[href*="/desk/vi/new?"]`)
	o.press(`form[action$="/new"] button`)
	fixed := o.here()
	o.fill("f-summary-vi", "Ba hecta đất công nghiệp cạnh quốc lộ 8A, hợp để làm kho lạnh nông sản.")
	o.press(`.desk-save button`)
	o.act("small", "why-small", "Sửa tên đường theo báo sai của bạn đọc", "why-en-small", "Name of the road put right")
	until(o.t, 10*time.Second, "http://"+o.addr+"/vi/"+tourRecord, "quốc lộ 8A")
	o.open(letter)
	o.fill("answer", "Đã sửa thành quốc lộ 8A. Cảm ơn bạn.")
	o.press(`form[action$="/answer"] button`)
	o.as("thu")
	o.sees("Sửa nhỏ chờ xem lại trong một ngày làm việc")
	o.press(fmt.Sprintf(`a[href=%q]`, fixed))
	o.act("look")
	o.sees("thu đã xem lại")
	u, err := url.Parse(own)
	o.must(err)
	o.open(u.RequestURI())
	o.sees("Đã sửa thành quốc lộ 8A.")
	o.open("/vi/" + tourRecord)
	o.sees("Sửa tên đường theo báo sai của bạn đọc")
}

// month has the secretary grade and close the month, and the accountant pay it. The rates
// are invented, as those of the documentation.
func (o *tour) month() {
	o.t.Helper()
	o.as("thu")
	o.open("/desk/vi/royalties")
	o.fill("d-decision", "Ví dụ, không phải quyết định thật", "d-from", "2026-01-01", "d-unit", "100000", "d-rows", "tin; A; 3.5\nảnh; B; 1.25")
	o.press(`form[action$="/rates"] button`)
	for title, grade := range map[string][3]string{tourTitle: {"tin", "A", "lan 70; minh 30"}, tourAlt: {"ảnh", "B", "lan 100"}} {
		o.open("/desk/vi/royalties")
		o.sees("Đã xuất bản trong tháng, chưa chấm")
		o.open(o.js(fmt.Sprintf(`[...document.querySelectorAll("main li a")].find(a=>a.textContent===%q).getAttribute("href")`, title)))
		o.fill("g-genre", grade[0], "g-grade", grade[1], "g-shares", grade[2])
		o.press(`form[action$="/grade"] button`)
	}
	o.pass(31 * 24 * time.Hour)
	o.as("thu")
	o.open("/desk/vi/royalties?month=2026-12")
	o.press(`form[action$="/close"] button`)
	o.sees("đã khoá")
	o.as("tai")
	o.open("/desk/vi/royalties?month=2026-12")
	const want = 100000*3.5 + 100000*1.25
	o.sums(int64(want))
	o.press(`form[action$="/pay"] button`)
	o.sees("đã chi")
}

// sums fails unless page, CSV and every sheet of the workbook come to the sum.
func (o *tour) sums(want int64) {
	o.t.Helper()
	file := o.fetched("/desk/vi/royalties.csv?month=2026-12")
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	o.must(err)
	sum := int64(0)
	for _, row := range rows[1 : len(rows)-1] {
		n, err := strconv.ParseInt(row[7], 10, 64)
		o.must(err)
		sum += n
	}
	if last := rows[len(rows)-1][7]; sum != want || last != strconv.FormatInt(want, 10) {
		o.t.Errorf("the lines of the CSV come to %d, its sum says %s, want %d", sum, last, want)
	}
	book, err := excelize.OpenReader(bytes.NewReader(o.fetched("/desk/vi/royalties.xlsx?month=2026-12")))
	o.must(err)
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		o.must(err)
		at, sum := len(rows[0])-1, int64(0)
		for i, title := range rows[0] {
			if strings.HasPrefix(title, "Số tiền") {
				at = i
			}
		}
		for _, row := range rows[1 : len(rows)-1] {
			n, err := strconv.ParseInt(row[at], 10, 64)
			o.must(err)
			sum += n
		}
		if last := rows[len(rows)-1][at]; sum != want || last != strconv.FormatInt(want, 10) {
			o.t.Errorf("sheet %s: the lines come to %d, its sum says %s, want %d", name, sum, last, want)
		}
	}
	o.sees("475.000")
}
