package coordinates

import (
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/corners"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// page converts corner points between the systems in use in Viet Nam.
type page struct {
	frame.Page
	Action, Download string
	Text             string
	From, To         []systemChoice
	Provinces        []string
	Province         string
	Example          string
	Systems          []systemRow
	Limits           string
	Problem          string // why nothing was converted
	Result           *conversion
}

// systemChoice is an option of a form.
type systemChoice struct {
	Value, Label string
	On           bool
}

// systemRow is a supported reference system.
type systemRow struct{ Code, Name, Meridian, Datum string }

// autoSystem asks for the system to be found out.
const autoSystem = "auto"

func (s *pages) coordinatesHere(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, s.CoordinatesPath(frame.PathLang(r)), http.StatusMovedPermanently)
	return nil
}

// conversionAsk is what is to be converted.
type conversionAsk struct {
	text, from, to, province string
	format                   string
}

// readConversion reads the form, from the address or posted with a file.
func (s *pages) readConversion(w http.ResponseWriter, r *http.Request) (conversionAsk, error) {
	values, err := conversionValues(r)
	if err != nil {
		return conversionAsk{}, err
	}
	known := []string{"points", "from", "to", "province", "format"}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			f := catalog.NewFault(catalog.Invalid, name, "Không có tham số này. Các tham số: points, from, to, province, format.", "There is no such parameter. The parameters are points, from, to, province, format.")
			f.Nearest = text.Nearest(name, known)
			return conversionAsk{}, f
		}
	}
	a := conversionAsk{values.Get("points"), values.Get("from"), values.Get("to"), strings.TrimSpace(values.Get("province")), values.Get("format")}
	if a.from == "" {
		a.from = autoSystem
	}
	if a.to == "" {
		a.to = s.Reference()
	}
	return a, a.check()
}

func (a conversionAsk) check() error {
	for name, code := range map[string]string{"from": a.from, "to": a.to} {
		if name == "from" && code == autoSystem {
			continue
		}
		if _, err := crs.Lookup(code); err != nil {
			return catalog.NewFault(catalog.Invalid, name, "Không có hệ toạ độ này; các hệ được hỗ trợ liệt kê ở cuối trang đổi toạ độ.", "There is no such system; those supported are listed at the foot of the coordinates page.")
		}
	}
	if a.province != "" && len(crs.ZonesOf(a.province)) == 0 {
		f := catalog.NewFault(catalog.Invalid, "province", "Không có tỉnh, thành phố này.", "There is no such province.")
		f.Nearest = text.Nearest(a.province, crs.Provinces())
		return f
	}
	return nil
}

func conversionValues(r *http.Request) (url.Values, error) {
	if r.Method != http.MethodPost {
		return httpkit.RawParams(r)
	}
	err := r.ParseMultipartForm(corners.MostBytes)
	if errors.Is(err, http.ErrNotMultipart) {
		err = r.ParseForm()
	}
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) || errors.Is(err, multipart.ErrMessageTooLarge) {
			return nil, tooManyCorners()
		}
		return nil, catalog.NewFault(catalog.Invalid, "body", "Không đọc được biểu mẫu gửi lên.", "The form that was sent cannot be read.")
	}
	if r.MultipartForm == nil {
		return r.PostForm, nil
	}
	values := url.Values(r.MultipartForm.Value)
	if values.Get("file") == "" { // a browser sends the field left empty as a file without name, which is read as a value
		values.Del("file")
	}
	return values, addFile(values, r.MultipartForm)
}

// addFile puts an uploaded table in the place of the text.
func addFile(values url.Values, form *multipart.Form) error {
	for _, head := range form.File["file"] {
		if head.Size == 0 {
			continue // the field was left empty
		}
		if head.Size > corners.MostBytes {
			return tooManyCorners()
		}
		f, err := head.Open()
		if err != nil {
			return err
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, corners.MostBytes))
		if err != nil {
			return err
		}
		values.Set("points", string(b))
	}
	return form.RemoveAll()
}

func tooManyCorners() error {
	return catalog.NewFault(catalog.TooLarge, "points", "Bảng quá lớn: nhiều nhất 1 MB và 20.000 góc.", "The table is too large: at most 1 MB and 20,000 corners.")
}

func (s *pages) coordinates(w http.ResponseWriter, r *http.Request) error {
	a, err := s.readConversion(w, r)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Page: s.NewPage(r, l.T("coord_title"), l.T("coord_lead"), s.CoordinatesPath), Action: s.CoordinatesPath(lang) + "#outcome",
		Download: s.Local(routeCoordinateFile+"."+string(lang), lang), Text: a.text, Provinces: crs.Provinces(), Province: a.province}
	p.NoIndex = a.text != ""
	s.systems(l, &p, a)
	p.Example = coordinateExample()
	p.Limits = l.T("coord_limits", l.Num(corners.MostRows))
	if strings.TrimSpace(a.text) != "" {
		c, err := s.convert(l, a)
		if err != nil {
			p.Problem = conversionProblem(l, err)
		} else {
			p.Result = c
		}
	}
	return s.Show(w, r, "coordinates", lang, p)
}

// systems fills in the lists of reference systems.
func (s *pages) systems(l *frame.Locale, p *page, a conversionAsk) {
	p.From = []systemChoice{{autoSystem, l.T("coord_auto"), a.from == autoSystem}}
	for _, c := range crs.All() {
		if c.Code == "EPSG:4326" {
			continue // the same as CRS84 with the axes the other way; tables are recognised by their columns
		}
		label := c.Name + " (" + c.Code + ")"
		p.From = append(p.From, systemChoice{c.Code, label, sameSystem(a.from, c)})
		p.To = append(p.To, systemChoice{c.Code, label, sameSystem(a.to, c)})
		row := systemRow{Code: c.Code, Name: c.Name, Datum: c.Datum()}
		if c.Meridian != 0 {
			row.Meridian = l.Num(c.Meridian) + "°"
		}
		p.Systems = append(p.Systems, row)
	}
}

func sameSystem(name string, c *crs.CRS) bool {
	found, err := crs.Lookup(name)
	return err == nil && found.Code == c.Code
}

// coordinateExample is four corners as a decision prints them; they are made up.
func coordinateExample() string {
	return "STT\tX(m)\tY(m)\n1\t2049310.25\t521650.40\n2\t2049298.10\t521912.75\n3\t2049050.60\t521899.30\n4\t2049061.85\t521633.90\n"
}

// conversionProblem says in the reader's language why a table cannot be converted.
func conversionProblem(l *frame.Locale, err error) string {
	var fault *catalog.Fault
	switch {
	case errors.Is(err, corners.ErrTooLarge):
		return l.T("coord_too_large")
	case errors.Is(err, corners.ErrNoPairs):
		return l.T("coord_no_pairs")
	case errors.Is(err, errNoZone):
		return l.T("coord_no_zone")
	case errors.Is(err, errDegrees):
		return l.T("coord_degrees")
	case errors.As(err, &fault):
		return l.Label(fault.Detail, fault.Error())
	}
	return l.T("coord_outside", err.Error())
}
