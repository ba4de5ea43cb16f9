package table

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Codec reads and prints queries as URL parameters. The zero Codec knows no
// coordinates and no places.
type Codec struct {
	// Lon, Lat and Place name the columns that bbox and within look at.
	Lon, Lat, Place string
	// Places are the administrative units, for within and unit; nil knows none.
	// A column of units holds ids, codes or names, or lists separated by ";".
	Places *place.Register
	// Also are parameters that the caller reads itself.
	Also []string
}

// Param documents a parameter of a query.
type Param struct {
	Name    string
	Example string
	Help    text.Text
}

// Params lists the parameters of a query besides those named after columns.
func Params() []Param {
	return []Param{
		{"select", "ma,sum(von) as tong", text.New("Các cột ra, cách nhau bằng dấu phẩy: cột, hoặc count() sum avg min max median quantile(cột, 0.9) stddev distinct year quarter month day range(cột, 10) unit(cột, 2025-06-30) original của cột (original: ô như tệp gốc viết); thêm “as tên”.",
			"Output columns separated by commas: a column, or count() sum avg min max median quantile(column, 0.9) stddev distinct year quarter month day range(column, 10) unit(column, 2025-06-30) original of one (original: the cell as the file had it); “as name” renames.")},
		{"filter", `{"or":[{"column":"nam","op":"ge","value":2020},{"column":"ten","op":"contains","value":"cong nghiep"}]}`, text.New("Bộ lọc JSON với and, or, not.", "A JSON filter with and, or, not.")},
		{"q", "cong nghiep", text.New("Mọi từ phải có trong dòng, không cần dấu.", "Every word must occur in the row; marks are not needed.")},
		{"group_by", "year(ngay)", text.New("Nhóm theo cột, phần của ngày, khoảng giá trị hoặc đơn vị hành chính: unit(cột) là đơn vị ngày nay, unit(cột, 2025-06-30) là đơn vị của ngày ấy, trên đất của đơn vị mà ô ghi bằng mã hoặc tên; nếu có nhiều hay không có đơn vị nào như vậy thì giữ đơn vị đã ghi.",
			"Group by columns, parts of dates, ranges or administrative units: unit(column) is today's unit, unit(column, 2025-06-30) that of the day, on the territory of the unit the cell names by code or name; where that are several or none, the unit named is kept.")},
		{"having", `{"column":"count","op":"gt","value":1}`, text.New("Bộ lọc JSON trên các cột ra.", "A JSON filter over the output columns.")},
		{"order", "-von,ten", text.New("Sắp xếp; dấu trừ là giảm dần, giá trị thiếu đứng cuối.", "Sort keys; a minus means descending, missing values come last.")},
		{"distinct", "true", text.New("Bỏ các dòng trùng nhau.", "Leave out repeated rows.")},
		{"limit", "100", text.New("Số dòng một trang.", "Rows on a page.")},
		{"offset", "0", text.New("Bỏ qua chừng ấy dòng; với bảng lớn hãy dùng cursor.", "Skip so many rows; for large tables use cursor.")},
		{"cursor", "", text.New("Giá trị next của trang trước; gắn với một phiên bản nên không lặp, không sót dòng.", "The next of the page before; it belongs to one version, so that no row is repeated or lost.")},
		{"total", "true", text.New("Đếm chính xác số dòng khớp; trang đầu luôn đếm, trừ khi ghi false.", "Count the matching rows exactly; a first page always does, unless this is false.")},
		{"version", "1.0.0", text.New("Phiên bản của bảng; mặc định là mới nhất.", "Version of the table; by default the newest.")},
		{"as_of", "2025-06-30", text.New("Bảng như đã công bố vào cuối ngày này.", "The table as it was published at the end of this day.")},
		{"bbox", "105.6,18.4,105.8,18.6", text.New("Khung kinh độ, vĩ độ: tây, nam, đông, bắc.", "Box of longitudes and latitudes: west, south, east, north.")},
		{"within", "18118", text.New("Đơn vị hành chính chứa dòng, theo mã hoặc tên, xưa hay nay.", "Administrative unit the row lies in, by code or name, of today or of the past.")},
		{"labels", "labels", text.New("codes: mã như trong dữ liệu; labels: tên của mã; both: thêm cột tên “cột@vi”.", "codes: codes as in the data; labels: their names; both: adds a column of names, “column@en”.")},
		{"lang", "vi", text.New("Ngôn ngữ của tên mã.", "Language of the names of codes.")},
	}
}

// Reserved lists the names that are parameters and therefore no columns; a
// column with such a name is filtered as name__eq.
func Reserved() []string {
	var out []string
	for _, p := range Params() {
		out = append(out, p.Name)
	}
	return out
}

// ParseValues reads a query to the version of the table with the zero Codec.
func ParseValues(values url.Values, v *Version) (Query, error) { return Codec{}.Parse(values, v) }

// Parse reads a query. Unknown parameters are Invalid and name the nearest
// known one; parameters named after columns filter: col=value, col__op=value.
func (c Codec) Parse(values url.Values, v *Version) (Query, error) {
	r := reader{codec: c, v: v}
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	slices.Sort(names) // the same fault every time, the same query in any order
	for _, n := range names {
		if err := r.param(n, values[n]); err != nil {
			return Query{}, err
		}
	}
	switch len(r.where) {
	case 0:
	case 1:
		r.q.Where = &r.where[0]
	default:
		r.q.Where = &Expr{Op: And, Args: r.where}
	}
	if r.q.UsesUnits() {
		r.q.Places = c.Places
	}
	return r.q, nil
}

type reader struct {
	codec Codec
	v     *Version
	q     Query
	where []Expr
}

func (r *reader) param(name string, values []string) error {
	if slices.Contains(r.codec.Also, name) {
		return nil
	}
	if !slices.Contains(Reserved(), name) {
		return r.column(name, values)
	}
	if len(values) > 1 {
		return catalog.NewFault(catalog.Invalid, name, "Tham số này chỉ được ghi một lần.", "This parameter may be given only once.")
	}
	s := values[0]
	if s == "" {
		return nil
	}
	return r.scalar(name, s)
}

func (r *reader) scalar(name, s string) (err error) {
	switch name {
	case "select":
		r.q.Select, err = parseItems(name, s, r.v)
	case "group_by":
		r.q.GroupBy, err = parseItems(name, s, r.v)
	case "order":
		r.q.Order, err = parseOrder(s)
	case "filter":
		var x *Expr
		if x, err = ParseFilter(name, []byte(s)); err == nil {
			r.where = append(r.where, *x)
		}
	case "having":
		r.q.Having, err = ParseFilter(name, []byte(s))
	case "q":
		r.q.Text = s
	case "limit":
		r.q.Limit, err = whole(name, s, 1, MaxLimit)
	case "offset":
		r.q.Offset, err = whole(name, s, 0, MaxOffset)
	case "cursor":
		r.q.Cursor = s
	case "total":
		r.q.Total, err = yes(name, s)
	case "distinct":
		r.q.Distinct, err = yes(name, s)
	case "version":
		r.q.Version = s
	case "as_of":
		r.q.AsOf, err = day(name, s)
	case "labels":
		r.q.Labels, err = labelMode(s)
	case "lang":
		r.q.Lang, err = language(s)
	case "bbox":
		err = r.bbox(s)
	case "within":
		err = r.within(s)
	}
	return err
}

// MaxOffset is more rows than any table has; the number must fit the engine.
const MaxOffset = 1 << 40

func whole(name, s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, catalog.NewFault(catalog.Invalid, name, fmt.Sprintf("“%s” không hợp lệ; cần số nguyên từ %d đến %d", clip(s), least, most), fmt.Sprintf("“%s” will not do; want a whole number from %d to %d", clip(s), least, most))
	}
	return n, nil
}

func yes(name, s string) (bool, error) {
	if s != "true" && s != "false" {
		return false, catalog.NewFault(catalog.Invalid, name, "giá trị phải là true hoặc false", "the value must be true or false")
	}
	return s == "true", nil
}

func day(name, s string) (catalog.Date, error) {
	d, err := catalog.ParseDate(s)
	if err != nil || d == "" {
		return "", catalog.NewFault(catalog.Invalid, name, fmt.Sprintf("“%s” không phải ngày; hãy viết YYYY-MM-DD, YYYY-MM hoặc YYYY", clip(s)), fmt.Sprintf("“%s” is no date; write YYYY-MM-DD, YYYY-MM or YYYY", clip(s)))
	}
	return d, nil
}

func language(s string) (text.Lang, error) {
	if l, ok := text.ParseLang(s); ok {
		return l, nil
	}
	return "", catalog.NewFault(catalog.Invalid, "lang", "ngôn ngữ là vi hoặc en", "the language is vi or en")
}

func labelMode(s string) (Labels, error) {
	if l := Labels(s); l == Codes || l == Names || l == Both {
		return l, nil
	}
	f := catalog.NewFault(catalog.Invalid, "labels", "labels là codes, labels hoặc both", "labels is codes, labels or both")
	f.Nearest = text.Nearest(s, []string{string(Codes), string(Names), string(Both)})
	return "", f
}

func (r *reader) bbox(s string) error {
	if r.codec.Lon == "" || r.codec.Lat == "" {
		return catalog.NewFault(catalog.Invalid, "bbox", "bảng này không có cột kinh độ, vĩ độ", "this table has no columns of longitude and latitude")
	}
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return catalog.NewFault(catalog.Invalid, "bbox", "bbox là bốn số: tây,nam,đông,bắc", "bbox is four numbers: west,south,east,north")
	}
	x := Expr{Op: BBox, Column: r.codec.Lon, Other: r.codec.Lat}
	for _, p := range parts {
		x.Values = append(x.Values, strings.TrimSpace(p))
	}
	r.where = append(r.where, x)
	return nil
}

func (r *reader) within(s string) error {
	if r.codec.Place == "" || r.codec.Places == nil {
		return catalog.NewFault(catalog.Invalid, "within", "bảng này không có cột đơn vị hành chính", "this table has no column of administrative units")
	}
	units, err := within(r.codec.Places, s)
	if err != nil {
		return err
	}
	x := Expr{Op: AnyOf, Column: r.codec.Place}
	for _, u := range units {
		x.Values = append(x.Values, u)
	}
	r.where = append(r.where, x)
	return nil
}

// column reads a filter named after a column.
func (r *reader) column(name string, values []string) error {
	if _, ok := r.v.Column(name); ok {
		if len(values) == 1 {
			r.where = append(r.where, Expr{Op: Eq, Column: name, Values: []any{values[0]}})
			return nil
		}
		r.where = append(r.where, Expr{Op: In, Column: name, Values: anys(values)})
		return nil
	}
	i := strings.LastIndex(name, "__")
	if i <= 0 {
		return r.unknown(name)
	}
	column := name[:i]
	if _, ok := r.v.Column(column); !ok {
		return r.unknown(column)
	}
	op, ok := readOp(name[i+2:])
	if !ok {
		return unknownOp(clip(name), name[i+2:])
	}
	for _, s := range values {
		x := Expr{Op: op, Column: column}
		switch op {
		case In, AnyOf:
			x.Values = anys(strings.Split(s, ","))
		case Between:
			if x.Values = anys(strings.Split(s, ",")); len(x.Values) != 2 {
				return catalog.NewFault(catalog.Invalid, clip(name), "between cần hai giá trị cách nhau bằng dấu phẩy", "between wants two values separated by a comma")
			}
		case Null, NotNull:
			on, err := yes(clip(name), orTrue(s))
			if err != nil {
				return err
			}
			if !on {
				x.Op = map[Op]Op{Null: NotNull, NotNull: Null}[op]
			}
		default:
			x.Values = []any{s}
		}
		r.where = append(r.where, x)
	}
	return nil
}

func orTrue(s string) string {
	if s == "" {
		return "true"
	}
	return s
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, s := range values {
		out[i] = s
	}
	return out
}

func (r *reader) unknown(name string) error {
	known := append(append(Reserved(), r.codec.Also...), r.v.Names()...)
	return Unknown(clip(name), text.Nearest(name, known), fmt.Sprintf("“%s” không phải tham số hay cột của bảng này", clip(name)), fmt.Sprintf("“%s” is neither a parameter nor a column of this table", clip(name)))
}

// Values prints the query as parameters that Parse reads to the same query;
// equal queries print alike.
func (q Query) Values() url.Values {
	v := url.Values{}
	set := func(name, s string) {
		if s != "" {
			v.Set(name, s)
		}
	}
	set("select", itemsText(q.Select))
	set("group_by", itemsText(q.GroupBy))
	set("order", orderText(q.Order))
	set("filter", filterText(q.Where))
	set("having", filterText(q.Having))
	set("q", q.Text)
	set("cursor", q.Cursor)
	set("version", q.Version)
	set("as_of", string(q.AsOf))
	set("labels", string(q.Labels))
	set("lang", string(q.Lang))
	for name, n := range map[string]int{"limit": q.Limit, "offset": q.Offset} {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	for name, on := range map[string]bool{"total": q.Total, "distinct": q.Distinct} {
		if on {
			v.Set(name, "true")
		}
	}
	return v
}

func filterText(x *Expr) string {
	if x == nil {
		return ""
	}
	b, err := json.Marshal(x)
	if err != nil { // a "not" that the engine would refuse as well
		return ""
	}
	return string(b)
}
