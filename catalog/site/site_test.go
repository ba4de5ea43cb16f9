package site

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/text"
)

const whole = `{"name":{"vi":"Danh mục A","en":"Catalogue A"},"short_name":"A","description":{"en":"All of A."},
 "publisher":{"name":"Xã A","url":"https://a.example/"},"contact":{"address":"1 B","telephone":"+84 24 123 456","email":"a@a.example","form":"https://a.example/ask"},
 "licence":"CC-BY-4.0","home_unit":"12345","reference_system":"EPSG:9209","middle":{"lon":105.5,"lat":20.25},"zoom":12,
 "examples":{"vi":["chợ"],"en":["market","school"]},"colour":"#0B5D4E","logo":"img/a.svg","languages":["en","vi"],"agency":"A_DATA"}`

func TestASiteIsReadWhole(t *testing.T) {
	got, problems := Read([]byte(whole), func(string) error { return nil })
	want := Site{Name: text.New("Danh mục A", "Catalogue A"), ShortName: text.New("A", ""), Description: text.New("", "All of A."),
		Publisher: Publisher{text.New("Xã A", ""), "https://a.example/"},
		Contact:   Contact{text.New("1 B", ""), "+84 24 123 456", "a@a.example", "https://a.example/ask"},
		Licence:   "CC-BY-4.0", HomeUnit: "12345", Reference: "EPSG:9209", Middle: &Point{105.5, 20.25}, Zoom: 12,
		Examples: map[text.Lang][]string{"vi": {"chợ"}, "en": {"market", "school"}}, Colour: "#0b5d4e", Logo: "img/a.svg",
		Languages: []text.Lang{text.EN, text.VI}, Agency: "A_DATA"}
	if diff := cmp.Diff(got, want); diff != "" || len(problems) > 0 {
		t.Errorf("problems %v (-got +want):\n%s", problems, diff)
	}
	for _, k := range Keys() {
		if !strings.Contains(whole, `"`+k.Name+`":`) {
			t.Errorf("the key %q is not in this test", k.Name)
		}
		if k.Help.In(text.VI) == "" || k.Help.In(text.EN) == "" {
			t.Errorf("the key %q is not documented in both languages", k.Name)
		}
	}
}

func TestWhatIsWrongIsNamedWithItsKey(t *testing.T) {
	known := func(code string) error { return errors.New(code + " is not known") }
	tests := []struct{ name, raw, want string }{
		{"no object", `[]`, `site: want an object of keys such as "name"`},
		{"an unknown key", `{"nmae":"A"}`, `site.nmae: unknown key; nearest: "name"`},
		{"an unknown key below", `{"contact":{"mail":"a@b.c"}}`, `site.contact.mail: unknown key; nearest: "email"`},
		{"no text", `{"name":3}`, `site.name: want a text, or one per language as {"vi": "…", "en": "…"}`},
		{"an empty text", `{"name":" "}`, `site.name: is empty; leave the key out if there is nothing to say`},
		{"a long text", `{"short_name":{"en":"` + strings.Repeat("a", 41) + `"}}`, `site.short_name.en: has 41 letters; at most 40`},
		{"two lines", `{"name":"a\nb"}`, `site.name.vi: has a line break or a control character; write one line`},
		{"a language that we do not speak", `{"name":{"ko":"a"}}`, `site.name: "ko" is no language of the pages; known: vi, en`},
		{"a publisher without a name", `{"publisher":{"url":"https://a.example"}}`, `site.publisher.name: is missing`},
		{"a script for an address", `{"publisher":{"name":"A","url":"javascript:alert(1)"}}`, `site.publisher.url: "javascript:alert(1)": want a web address that starts with https:// or http://`},
		{"no e-mail", `{"contact":{"email":"A <a@b.c>"}}`, `site.contact.email: "A <a@b.c>": want an address such as name@example.org`},
		{"no telephone", `{"contact":{"telephone":"call me"}}`, `site.contact.telephone: "call me": want digits, such as +84 239 1234567`},
		{"a licence that we do not know", `{"licence":"MIT"}`, `site.licence: "MIT" is no licence that we know; known: `},
		{"a place for a unit", `{"home_unit":"place/a"}`, `site.home_unit: "place/a": want a unit's code such as "00001", or a record id such as "unit/phuong-a"`},
		{"a number, which has lost its zeros", `{"home_unit":1}`, `site.home_unit: want a unit's code such as "00001", or a record id such as "unit/phuong-a", in quotes`},
		{"a system that is none", `{"reference_system":"VN-2000"}`, `site.reference_system: "VN-2000": want a code such as EPSG:9209`},
		{"a system that is not known", `{"reference_system":"EPSG:1234"}`, `site.reference_system: EPSG:1234 is not known`},
		{"half a middle", `{"middle":{"lon":105}}`, `site.middle: want both lon and lat`},
		{"swapped coordinates", `{"middle":{"lon":18.5,"lat":105.7}}`, `site.middle.lat: want degrees between -85 and 85`},
		{"a zoom beyond", `{"zoom":21}`, `site.zoom: want a number from 1 (the world) to 20 (a house)`},
		{"too many examples", `{"examples":{"vi":["a","b","c","d","e","f","g"]}}`, `site.examples.vi: has 7 searches; want 1 to 6`},
		{"a pale colour", `{"colour":"#ffd700"}`, `site.colour: #ffd700 stands 1.4 to 1 against white; want at least 4.5, a darker one`},
		{"a colour's name", `{"colour":"green"}`, `site.colour: "green": want a colour such as #0b5d4e`},
		{"a logo that browsers do not draw", `{"logo":"a.tiff"}`, `site.logo: want the name of a file that ends in .svg, .png, .webp or .jpg`},
		{"a language twice", `{"languages":["vi","vi"]}`, `site.languages: names "vi" twice`},
		{"an agency in small letters", `{"agency":"a"}`, `site.agency: "a": want capital letters, digits and _, a letter first, such as TOWNDATA`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := Read([]byte(tt.raw), known)
			if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), tt.want) {
				t.Errorf("got %v\nwant %s", problems, tt.want)
			}
			if diff := cmp.Diff(got, Site{}); diff != "" {
				t.Errorf("what is wrong is kept: %s", diff)
			}
		})
	}
}

func TestOneWrongKeyDoesNotCostTheOthers(t *testing.T) {
	got, problems := Read([]byte(`{"colour":"red","name":"A","zoom":99}`), nil)
	if got.Called(text.VI) != "A" || len(problems) != 2 {
		t.Errorf("%+v %v", got, problems)
	}
}

func TestSettingsBeatThePackage(t *testing.T) {
	of := func(raw string) Site { s, _ := Read([]byte(raw), nil); return s }
	settings, declared := of(`{"name":{"en":"B"},"contact":{"email":"b@b.example"}}`), of(whole)
	got := settings.Over(declared)
	want := of(whole)
	want.Name, want.Contact = text.New("", "B"), Contact{Email: "b@b.example"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestACatalogueThatNobodyNamedIsNeutral(t *testing.T) {
	got := Site{}.Complete()
	if got.Called(text.VI) != "Danh mục dữ liệu mở" || got.Called(text.EN) != "Open data catalogue" || got.ShortName.In(text.EN) != "Open data catalogue" ||
		got.Publisher.Name.In(text.VI) != "Danh mục dữ liệu mở" || got.Agency != "OPEN_DATA_CATALOGUE" || len(got.Languages) != 2 || got.Licence != "" || got.Middle != nil {
		t.Errorf("%+v", got)
	}
	named := Site{Name: text.New("Xã 3 Sông", ""), Languages: []text.Lang{text.EN}}.Complete()
	if named.Agency != "XA_3_SONG" || named.Languages[1] != text.VI || named.Called(text.EN) != "Xã 3 Sông" {
		t.Errorf("%+v", named)
	}
}

func TestTheSiteFollowsThePackages(t *testing.T) {
	var declared *Site
	settings, _ := Read([]byte(`{"colour":"#0b5d4e"}`), nil)
	c := NewCurrent(settings, func() *Site { return declared })
	if got := c.Site(); got.Called(text.EN) != "Open data catalogue" || got.Colour != "#0b5d4e" || c.Site() != got {
		t.Errorf("%+v", got)
	}
	of, _ := Read([]byte(whole), nil)
	declared = &of
	if got := c.Site(); got.Called(text.EN) != "Catalogue A" || got.Colour != "#0b5d4e" || got.Licence != "CC-BY-4.0" {
		t.Errorf("%+v", got)
	}
	if got := NewCurrent(Site{}, nil).Site(); got.Called(text.VI) != "Danh mục dữ liệu mở" {
		t.Errorf("%+v", got)
	}
}

func TestALogoThatCannotBeShownIsLeftOut(t *testing.T) {
	folder := fstest.MapFS{"a.svg": {Data: []byte("<svg/>")}, "big.png": {Data: make([]byte, MaxLogo+1)}}
	for _, tt := range []struct{ logo, want, reason string }{
		{"a.svg", "<svg/>", ""}, {"", "", ""},
		{"b.svg", "", "site.logo: the file cannot be read: open b.svg: file does not exist"},
		{"../a.svg", "", "site.logo: the file cannot be read: open ../a.svg: file does not exist"},
		{"big.png", "", "site.logo: big.png has more than 102400 bytes; every reader loads it"},
	} {
		s := Site{Logo: tt.logo}
		err := s.ReadPicture(folder)
		if string(s.Picture) != tt.want || (err == nil) != (tt.reason == "") || err != nil && (err.Error() != tt.reason || s.Logo != "") {
			t.Errorf("%q: %q %v", tt.logo, s.Picture, err)
		}
	}
}

// TestReadingNeverFailsBadly holds that whatever a descriptor says ends in a site or in problems.
func TestReadingNeverFailsBadly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(keys()).Draw(t, "key").name
		v := rapid.SampledFrom([]string{`null`, `0`, `""`, `[]`, `{}`, `[null]`, `{"vi":null}`, `{"name":null}`, `1e400`, `"\u0000"`, `[{}]`, `true`}).Draw(t, "value")
		s, problems := Read([]byte(`{"`+k+`":`+v+`}`), nil)
		_ = s.Complete()
		if len(problems) == 0 && v != "null" {
			t.Fatalf("%s: %s was taken", k, v)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"name":{"vi":""}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, _ := Read(raw, nil)
		c := s.Complete()
		if c.Called(text.VI) == "" || c.Agency == "" || s.Colour != "" && againstWhite(s.Colour) < minContrast {
			t.Errorf("%+v", c)
		}
	})
}

func TestATelephoneIsCalledByItsDigits(t *testing.T) {
	for number, want := range map[string]string{"+84 900 000 000": "tel:+84900000000", "(0239) 3.855-123": "tel:02393855123", "0239 123; 0239 456": "tel:0239123", "0239 1/0239 2": "tel:02391", "javascript:alert(1)": "tel:1", "": "", "ask": ""} {
		if got := TelephoneURI(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}
