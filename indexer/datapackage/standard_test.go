package datapackage_test

import (
	"bytes"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/datapackage"
)

// standardProperties are those of Data Package v2: of the package, a resource, a table's
// dialect, a schema, a field and its constraints, then the types with their formats
// (datapackage.org/standard). Each has a case below.
func standardProperties() []string {
	return strings.Fields(`
		package.$schema package.name package.id package.title package.description package.homepage package.image package.version package.created
		package.keywords package.licenses package.sources package.resources package.contributors contributor.title contributor.givenName
		contributor.familyName contributor.path contributor.email contributor.roles contributor.role contributor.organization
		license.name license.path license.title source.title source.path source.email source.version
		resource.name resource.path resource.data resource.url resource.type resource.$schema resource.profile resource.title resource.description
		resource.homepage resource.format resource.mediatype resource.encoding resource.bytes resource.hash resource.sources resource.licenses resource.dialect resource.schema
		dialect.$schema dialect.header dialect.headerRows dialect.headerJoin dialect.commentRows dialect.commentChar dialect.delimiter
		dialect.lineTerminator dialect.quoteChar dialect.doubleQuote dialect.escapeChar dialect.nullSequence dialect.skipInitialSpace
		dialect.property dialect.itemType dialect.itemKeys dialect.sheetNumber dialect.sheetName dialect.table
		schema.$schema schema.fields schema.fieldsMatch.exact schema.fieldsMatch.equal schema.fieldsMatch.subset schema.fieldsMatch.superset
		schema.fieldsMatch.partial schema.primaryKey schema.uniqueKeys schema.foreignKeys schema.missingValues
		field.name field.type field.format field.title field.description field.example field.constraints field.categories field.categoriesOrdered
		field.missingValues field.rdfType field.decimalChar field.groupChar field.bareNumber field.trueValues field.falseValues field.delimiter field.itemType
		constraint.required constraint.unique constraint.pattern constraint.enum constraint.minimum constraint.maximum constraint.exclusiveMinimum
		constraint.exclusiveMaximum constraint.minLength constraint.maxLength constraint.jsonSchema
		string.default string.email string.uri string.binary string.uuid number.default integer.default boolean.default object.default array.default
		list.default datetime.default datetime.pattern datetime.any date.default date.pattern date.any time.default time.pattern time.any
		year.default yearmonth.default duration.default geopoint.default geopoint.array geopoint.object geojson.default geojson.topojson any.default`)
}

// standardCase is a descriptor with a file, and what comes of the properties.
type standardCase struct {
	of   string                      // the properties, parted by spaces
	pack string                      // of the package, beside name and resources
	res  string                      // of the resource "t", beside its name
	file string                      // t.csv
	see  func(*datasets.Package) any // of the descriptor
	want []string                    // rows, refusals, warnings
	more map[string]string           // further files
}

// fields is a resource with a schema of these fields.
func fields(list string) string { return `"path":"t.csv","schema":{"fields":[` + list + `]}` }

func standardCases(t *testing.T) []standardCase {
	plain := "a,b\n1,x\n"
	csv := `"path":"t.csv"`
	dialect := func(d string) string { return csv + `,"dialect":{` + d + `}` }
	schema := func(s string) string { return csv + `,"schema":{` + s + `}` }
	one := func(p *datasets.Package) datasets.Field { return p.Resources[0].Schema.Fields[0] }
	return []standardCase{
		// The package.
		{of: "package.$schema", pack: `"$schema":"https://datapackage.org/profiles/2.0/datapackage.json"`, res: csv, file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "package.$schema", pack: `"$schema":"https://example.org/own.json"`, res: csv, file: plain, want: []string{"warned $schema: the descriptor is held against the Data Package standard, not against the profile \"https://example.org/own.json\"", `{"a":"1","b":"x"}`}},
		{of: "package.name package.title package.description package.version package.keywords package.homepage package.id package.resources",
			pack: `"title":"Chợ","description":"Các chợ","version":"1.2","keywords":["chợ"],"homepage":"https://example.vn/cho","id":"https://doi.org/10.5072/x"`, res: csv, file: plain,
			see: func(p *datasets.Package) any {
				return []any{p.Name, p.Title[text.VI], p.Description[text.VI], p.Version, p.Keywords[text.VI], p.Homepage, p.ID, len(p.Resources)}
			},
			want: []string{"[goi Chợ Các chợ 1.2 [chợ] https://example.vn/cho https://doi.org/10.5072/x 1]", `{"a":"1","b":"x"}`}},
		{of: "package.created", pack: `"created":"2025-07-01T08:00:00Z"`, res: csv, file: plain, see: func(p *datasets.Package) any { return p.Created }, want: []string{"2025-07-01T08:00:00Z", `{"a":"1","b":"x"}`}},
		{of: "package.created", pack: `"created":"hôm qua"`, res: csv, file: plain, want: []string{`warned created: "hôm qua" is no day or moment such as 2025-07-01; the package is taken to have no day of creation`, `{"a":"1","b":"x"}`}},
		{of: "package.image", pack: `"image":"logo.png"`, res: csv, file: plain, want: []string{"warned image: cannot be honoured; pages show no picture of the package; the key stays in the datapackage.json of package.zip", `{"a":"1","b":"x"}`}},
		{of: "package.licenses license.name license.path license.title package.sources source.title source.path source.email source.version",
			pack: `"licenses":[{"name":"CC-BY-4.0","path":"https://creativecommons.org/licenses/by/4.0/","title":"CC BY"}],"sources":[{"title":"Niên giám","path":"ng.pdf","email":"a@example.vn","version":"2024"}]`, res: csv, file: plain,
			see: func(p *datasets.Package) any { return []any{p.Licences, p.Sources} }, want: []string{"[[{CC-BY-4.0 CC BY https://creativecommons.org/licenses/by/4.0/}] [{Niên giám ng.pdf a@example.vn 2024}]]", `{"a":"1","b":"x"}`}},
		{of: "package.contributors contributor.title contributor.path contributor.email contributor.roles contributor.organization contributor.givenName contributor.familyName contributor.role",
			pack: `"contributors":[{"title":"Sở X","path":"https://x.example.vn","email":"x@example.vn","roles":["publisher"],"organization":"Tỉnh"},{"givenName":"Văn An","familyName":"Nguyễn","role":"author"}]`, res: csv, file: plain,
			see: func(p *datasets.Package) any {
				a, b := p.Contributors[0], p.Contributors[1]
				return []any{a.Title, a.Path, a.Email, a.Roles, a.Organization, b.Title, b.Roles}
			},
			want: []string{"[Sở X https://x.example.vn x@example.vn [publisher] Tỉnh Nguyễn Văn An [author]]", `{"a":"1","b":"x"}`}},
		{of: "package.contributors", pack: `"contributors":[{"name":"Sở X"}]`, res: csv, file: plain, want: []string{"warned contributors[0].name: unknown key; nothing is read from it", `{"a":"1","b":"x"}`}},

		// A resource.
		{of: "resource.name resource.path resource.title resource.description resource.type resource.homepage resource.licenses resource.sources",
			res: csv + `,"type":"table","title":"Bảng","description":"Các dòng","licenses":[{"name":"CC0-1.0"}],"sources":[{"title":"Sổ"}]`, file: plain,
			see: func(p *datasets.Package) any {
				r := p.Resources[0]
				return []any{r.Name, r.Paths, r.Type, r.Title[text.VI], r.Description[text.VI], r.Licences[0].Name, r.Sources[0].Title}
			},
			want: []string{"[t [t.csv] table Bảng Các dòng CC0-1.0 Sổ]", `{"a":"1","b":"x"}`}},
		{of: "resource.path", res: `"path":["t.csv","u.csv"]`, file: plain, more: map[string]string{"u.csv": "b,a\ny,2\n"}, want: []string{`{"a":"1","b":"x"}`, `{"a":"2","b":"y"}`}},
		{of: "resource.path", res: `"path":"https://example.org/t.csv"`, file: plain, want: []string{`fatal resources[0].path: "https://example.org/t.csv": want a relative path inside the package's folder`}},
		{of: "resource.url", res: `"url":"t.csv"`, file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.type", res: csv + `,"type":"tabel"`, file: plain, want: []string{`warned resources[0].type: "tabel" is none of table`, `{"a":"1","b":"x"}`}},
		{of: "resource.profile", res: `"path":"t.dat","profile":"tabular-data-resource"`, more: map[string]string{"t.dat": plain}, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.$schema", res: csv + `,"$schema":"https://example.org/r.json"`, file: plain, want: []string{"warned resources[0].$schema: the descriptor is held against the Data Package standard, not against the profile \"https://example.org/r.json\"", `{"a":"1","b":"x"}`}},
		{of: "resource.format", res: `"path":"t.txt","format":"csv"`, more: map[string]string{"t.txt": plain}, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.mediatype", res: `"path":"t.dat","mediatype":"text/csv; charset=utf-8"`, more: map[string]string{"t.dat": plain}, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.data", res: `"data":[{"a":1,"b":"x"},{"a":2.5}]`, want: []string{`{"a":1,"b":"x"}`, `{"a":2.5}`}},
		{of: "resource.data", res: `"data":[["a","b"],[1,"x"]]`, want: []string{`{"a":1,"b":"x"}`}},
		{of: "resource.data", res: `"format":"csv","data":"a,b\n1,x\n"`, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.data", res: csv + `,"data":[{"a":1}]`, file: plain, want: []string{"warned resources[0].data: the resource has a path, too; the path is read", `{"a":"1","b":"x"}`}},
		{of: "resource.encoding", res: csv + `,"encoding":"windows-1258"`, file: "a,b\n1,\xd0\xe4\n", want: []string{`{"a":"1","b":"Đä"}`}},
		{of: "resource.bytes resource.hash", res: csv + fmt.Sprintf(`,"bytes":%d,"hash":"%x"`, len(plain), md5.Sum([]byte(plain))), file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "resource.bytes resource.hash", res: csv + `,"bytes":7,"hash":"sha256:00"`, file: plain, want: []string{`{"a":"1","b":"x"}`, "warned t.csv: size-differs", "warned t.csv: hash-differs"}},
		{of: "resource.hash", res: csv + `,"hash":"crc32:00"`, file: plain, want: []string{`{"a":"1","b":"x"}`, "warned t.csv: hash-differs"}},
		{of: "resource.dialect resource.schema", res: csv + `,"dialect":"d.json","schema":"s.json"`, file: "a;b\n1;x\n",
			more: map[string]string{"d.json": `{"delimiter":";"}`, "s.json": `{"fields":[{"name":"a","type":"integer"},{"name":"b"}]}`}, want: []string{`{"a":1,"b":"x"}`}},

		// The dialect.
		{of: "dialect.$schema", res: dialect(`"$schema":"https://datapackage.org/profiles/2.0/tabledialect.json"`), file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "dialect.header", res: dialect(`"header":false`) + `,"schema":{"fields":[{"name":"k"},{"name":"v"}]}`, file: "1,x\n", want: []string{`{"k":"1","v":"x"}`}},
		{of: "dialect.headerRows dialect.headerJoin", res: dialect(`"headerRows":[2,3],"headerJoin":"-"`), file: "Bảng 1,\nquả,quả\nid,tên\n1,táo\n", want: []string{`{"quả-id":"1","quả-tên":"táo"}`}},
		{of: "dialect.headerRows", res: dialect(`"headerRows":[0]`), file: plain, want: []string{"warned resources[0].dialect: rows count from 1; there is no row 0", "unread t.csv: the file has 2 rows and no header row 0, which dialect.headerRows names"}},
		{of: "dialect.commentRows dialect.commentChar", res: dialect(`"commentRows":[2],"commentChar":"//"`), file: "a,b\nkhông,kể\n// nữa\n1,x\n", want: []string{`{"a":"1","b":"x"}`}},
		{of: "dialect.delimiter", res: dialect(`"delimiter":"||"`), file: "a||b\n1||x|y\n", want: []string{`{"a":"1","b":"x|y"}`}},
		{of: "dialect.lineTerminator", res: dialect(`"lineTerminator":";"`), file: "a,b;1,x;2,y", want: []string{`{"a":"1","b":"x"}`, `{"a":"2","b":"y"}`}},
		{of: "dialect.lineTerminator", res: dialect(`"lineTerminator":"~~"`), file: plain, want: []string{`warned resources[0].dialect.lineTerminator: one character (of one byte) can be honoured, "~~" cannot; the key is left out`, `{"a":"1","b":"x"}`}},
		{of: "dialect.quoteChar", res: dialect(`"quoteChar":"'"`), file: "a,b\n1,'x,y'\n", want: []string{`{"a":"1","b":"x,y"}`}},
		{of: "dialect.quoteChar", res: dialect(`"quoteChar":"«"`), file: plain, want: []string{`warned resources[0].dialect.quoteChar: one character (of one byte) can be honoured, "«" cannot; the key is left out`, `{"a":"1","b":"x"}`}},
		{of: "dialect.doubleQuote", res: dialect(`"doubleQuote":true`), file: "a,b\n1,\"x \"\"y\"\"\"\n", want: []string{`{"a":"1","b":"x \"y\""}`}},
		{of: "dialect.escapeChar", res: dialect(`"escapeChar":"|"`), file: "a,b\n1,táo|,lê\n2,|||,\n", want: []string{`{"a":"1","b":"táo,lê"}`, `{"a":"2","b":"|,"}`}},
		{of: "dialect.doubleQuote dialect.escapeChar", res: dialect(`"doubleQuote":false,"escapeChar":"\\"`), file: "a,b\n1,\"x \\\"y\\\"\"\n", want: []string{`{"a":"1","b":"x \"y\""}`}},
		{of: "dialect.nullSequence", res: dialect(`"nullSequence":"NULL"`), file: "a,b\n1,NULL\n", want: []string{`{"a":"1"}`}},
		{of: "dialect.skipInitialSpace", res: dialect(`"skipInitialSpace":true`), file: "a, b\n1, \"x, y\"\n", want: []string{`{"a":"1","b":"x, y"}`}},
		{of: "dialect.property dialect.itemKeys", res: `"path":"t.json","type":"table","dialect":{"property":"hang","itemKeys":["b","a"]}`, more: map[string]string{"t.json": `{"khac":[{"a":0}],"hang":[{"a":1,"b":"x","c":3}]}`}, want: []string{`{"a":1,"b":"x"}`}},
		{of: "dialect.itemType", res: `"path":"t.json","type":"table","dialect":{"itemType":"array"}`, more: map[string]string{"t.json": `[["a"],[1]]`}, want: []string{`{"a":1}`}},
		{of: "dialect.itemType", res: `"path":"t.json","type":"table","dialect":{"itemType":"liszt"}`, more: map[string]string{"t.json": `[{"a":1}]`}, want: []string{`warned resources[0].dialect.itemType: "liszt" is none of array, object`, `{"a":1}`}},
		{of: "dialect.sheetNumber", res: `"path":"t.xlsx","dialect":{"sheetNumber":2}`, more: map[string]string{"t.xlsx": workbook(t)}, want: []string{`{"hai":2}`}},
		{of: "dialect.sheetName", res: `"path":"t.xlsx","dialect":{"sheetName":"Sau"}`, more: map[string]string{"t.xlsx": workbook(t)}, want: []string{`{"hai":2}`}},
		{of: "dialect.table", res: dialect(`"table":"chợ"`), file: plain, want: []string{"warned resources[0].dialect.table: cannot be honoured; only a GeoPackage has tables to name", `{"a":"1","b":"x"}`}},

		// The schema.
		{of: "schema.$schema schema.fields field.name", res: schema(`"$schema":"https://datapackage.org/profiles/2.0/tableschema.json","fields":[{"name":"a"},{"name":"b"}]`), file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "field.name", res: fields(`{"type":"string"}`), file: plain, want: []string{"fatal resources[0].schema.fields[0].name: a field has a name"}},
		{of: "field.name", res: fields(`{"name":"a"},{"name":"a"},{"name":"b"}`), file: plain, want: []string{`warned resources[0].schema.fields[1].name: two fields are called "a"; the later one counts`, `{"a":"1","b":"x"}`}},
		{of: "schema.fieldsMatch.exact", res: schema(`"fieldsMatch":"exact","fields":[{"name":"k","type":"integer"},{"name":"b"}]`), file: plain, want: []string{`{"b":"x","k":1}`, "warned t.csv k: column-by-order"}},
		{of: "schema.fieldsMatch.exact", res: schema(`"fieldsMatch":"exact","fields":[{"name":"a"}]`), file: plain, want: []string{`unread t.csv:1: the table has 2 columns, the schema 1; fieldsMatch "exact" wants as many`}},
		{of: "schema.fieldsMatch.equal", res: schema(`"fieldsMatch":"equal","fields":[{"name":"b"},{"name":"a"}]`), file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "schema.fieldsMatch.equal", res: schema(`"fieldsMatch":["equal"],"fields":[{"name":"a"}]`), file: plain, want: []string{`unread t.csv:1: the schema has no column "b", and fieldsMatch is "equal"; nearest: "a"`}},
		{of: "schema.fieldsMatch.subset", res: schema(`"fieldsMatch":"subset","fields":[{"name":"b"}]`), file: plain, want: []string{`{"a":"1","b":"x"}`, "warned t.csv row 1 a: unknown-column"}},
		{of: "schema.fieldsMatch.subset", res: schema(`"fieldsMatch":"subset","fields":[{"name":"b"},{"name":"cc"}]`), file: plain, want: []string{`unread t.csv:1: the schema's column "cc" is missing; the file has the columns ["a" "b"]`}},
		{of: "schema.fieldsMatch.superset", res: schema(`"fieldsMatch":"superset","fields":[{"name":"a"},{"name":"b"},{"name":"c"}]`), file: plain, want: []string{`{"a":"1","b":"x"}`}},
		{of: "schema.fieldsMatch.superset", res: schema(`"fieldsMatch":"superset","fields":[{"name":"a"}]`), file: plain, want: []string{`unread t.csv:1: the schema has no column "b", and fieldsMatch is "superset"; nearest: "a"`}},
		{of: "schema.fieldsMatch.partial", res: schema(`"fieldsMatch":"partial","fields":[{"name":"a"},{"name":"c"}]`), file: plain, want: []string{`{"a":"1","b":"x"}`, "warned t.csv row 1 b: unknown-column"}},
		{of: "schema.fieldsMatch.partial", res: schema(`"fieldsMatch":"partial","fields":[{"name":"c"}]`), file: plain, want: []string{`unread t.csv:1: the table has none of the schema's columns; the file has the columns ["a" "b"]`}},
		{of: "schema.fieldsMatch.exact", res: schema(`"fieldsMatch":"same","fields":[{"name":"a"},{"name":"b"}]`), file: plain, want: []string{`warned resources[0].schema.fieldsMatch: "same" is none of exact, equal, subset, superset, partial`, `{"a":"1","b":"x"}`}},
		{of: "schema.primaryKey", res: schema(`"fields":[{"name":"a"},{"name":"b"}],"primaryKey":["a","b"]`), file: "a,b\n1,x\n1,y\n1,x\n,z\n", want: []string{`{"a":"1","b":"x"}`, `{"a":"1","b":"y"}`, `refused row 4 a: "1, x" is in row 2 already`, "refused row 5 a: the value is missing"}},
		{of: "schema.primaryKey", res: schema(`"fields":[{"name":"a"},{"name":"b"}],"primaryKey":"aa"`), file: plain, want: []string{`warned resources[0].schema.primaryKey: t has no column "aa"; nearest: "a"; the key is not checked`, `{"a":"1","b":"x"}`}},
		{of: "schema.uniqueKeys", res: schema(`"fields":[{"name":"a"},{"name":"b"}],"uniqueKeys":[["a"],["b"]]`), file: "a,b\n1,x\n,x\n,y\n1,z\n", want: []string{`{"a":"1","b":"x"}`, `{"b":"y"}`, `refused row 3 b: "x" is in row 2 already`, `refused row 5 a: "1" is in row 2 already`}},
		{of: "schema.foreignKeys", res: schema(`"fields":[{"name":"a"},{"name":"b"}],"foreignKeys":[{"fields":"b","reference":{"resource":"u","fields":"k"}}]`) + `},{"name":"u","path":"u.csv"`, file: "a,b\n1,x\n2,q\n3,\n", more: map[string]string{"u.csv": "k\nx\n"},
			want: []string{`{"a":"1","b":"x"}`, `{"a":"3"}`, `refused row 3 b: "q" is in no row of u (k) that is taken in`}},
		{of: "schema.foreignKeys", res: schema(`"fields":[{"name":"a"},{"name":"b"}],"foreignKeys":[{"fields":["b"],"reference":{"fields":["a"]}}]`), file: "a,b\n1,1\n2,9\n", want: []string{`{"a":"1","b":"1"}`, `refused row 3 b: "9" is in no row of t (a) that is taken in`}},
		{of: "schema.missingValues", res: schema(`"missingValues":["","NA"],"fields":[{"name":"a","type":"integer"},{"name":"b"}]`), file: "a,b\nNA,x\n1,NA\n", want: []string{`{"b":"x"}`, `{"a":1}`}},
		{of: "schema.missingValues", res: schema(`"missingValues":[{"value":"-99","label":"từ chối trả lời"}],"fields":[{"name":"a","type":"integer"},{"name":"b"}]`), file: "a,b\n-99,x\n", see: func(p *datasets.Package) any { return one(p).Missing }, want: []string{"map[-99:từ chối trả lời]", `{"b":"x"}`}},
		{of: "schema.missingValues", res: schema(`"missingValues":[],"fields":[{"name":"a"},{"name":"b"}]`), file: "a,b\n,x\n", want: []string{"warned resources[0].schema.missingValues: an empty cell has no value all the same", `{"b":"x"}`}},
		{of: "field.missingValues", res: schema(`"missingValues":["NA"],"fields":[{"name":"a","missingValues":["-"]},{"name":"b","missingValues":[]},{"name":"c"}]`), file: "a,b,c\nNA,NA,NA\n-,-,-\n", want: []string{`{"a":"NA","b":"NA"}`, `{"b":"-","c":"-"}`}},

		// A field.
		{of: "field.title field.description field.example field.rdfType", res: fields(`{"name":"a","title":"Mã","description":"Số","example":1000000,"rdfType":"http://schema.org/identifier"},{"name":"b"}`), file: plain,
			see: func(p *datasets.Package) any {
				f := one(p)
				return []any{f.Title[text.VI], f.Description[text.VI], datasets.Printed(f.Example), f.RDFType}
			}, want: []string{"[Mã Số 1000000 http://schema.org/identifier]", `{"a":"1","b":"x"}`}},
		{of: "field.type", res: fields(`{"name":"a","type":"intger"},{"name":"b"}`), file: plain, want: []string{`warned resources[0].schema.fields[0].type: unknown type "intger", read as text; nearest: "integer"`, `{"a":"1","b":"x"}`}},
		{of: "field.format", res: fields(`{"name":"a","type":"string","format":"emial"},{"name":"b"}`), file: plain, want: []string{`warned resources[0].schema.fields[0].format: string has no format "emial"; nearest: "email"; the values are held against the type alone`, `{"a":"1","b":"x"}`}},
		{of: "field.format", res: fields(`{"name":"a","type":"integer","format":"%d"},{"name":"b"}`), file: plain, want: []string{`warned resources[0].schema.fields[0].format: integer has no format "%d"; the values are held against the type alone`, `{"a":1,"b":"x"}`}},
		{of: "field.format", res: fields(`{"name":"a","type":"date","format":"fmt:%d/%m/%Y"},{"name":"b"}`), file: "a,b\n05/07/2025,x\n", want: []string{`{"a":"2025-07-05","b":"x"}`}},
		{of: "field.categories", res: fields(`{"name":"a","type":"integer","categories":[{"value":1000000,"label":"triệu"},{"value":2}]},{"name":"b","type":"string","categories":["x","y"]}`), file: "a,b\n1000000,x\n2.0,y\n3,x\n2,z\n",
			see:  func(p *datasets.Package) any { return []any{one(p).Categories, one(p).Labels["1000000"][text.VI]} },
			want: []string{"[[1000000 2] triệu]", `{"a":1000000,"b":"x"}`, `refused row 3 a: "2.0" is not a whole number`, `refused row 4 a: "3" is not in the list`, `refused row 5 b: "z" is not in the list`}},
		{of: "field.categories constraint.enum", res: fields(`{"name":"a","type":"string","categories":["1","2"],"constraints":{"enum":["2","7"]}},{"name":"b"}`), file: "a,b\n1,x\n2,y\n",
			want: []string{`warned resources[0].schema.fields[0].constraints.enum: "7" is none of the categories; nearest: "1"; the value will be refused`, `{"a":"2","b":"y"}`, `refused row 2 a: "1" is not in the list`}},
		{of: "field.categoriesOrdered", res: fields(`{"name":"a","type":"string","categories":["1","0"],"categoriesOrdered":true},{"name":"b"}`), file: plain, want: []string{"warned resources[0].schema.fields[0].categoriesOrdered: cannot be honoured; codes are ordered as texts, not as they are declared", `{"a":"1","b":"x"}`}},
		{of: "field.decimalChar field.groupChar", res: fields(`{"name":"a","type":"number","decimalChar":",","groupChar":"."},{"name":"b","type":"integer","groupChar":" "}`), file: "a;b\n1.234,5;12 345\n1,234.5;1\n", want: []string{`{"a":1234.5,"b":12345}`, `refused row 3 a: "1,234.5" is not a number in the notation that the column declares`, "warned t.csv: delimiter"}},
		{of: "field.bareNumber", res: fields(`{"name":"a","type":"number","bareNumber":false},{"name":"b","type":"integer","bareNumber":false}`), file: "a,b\n95%,7 ha\n€95.5,8 ha\n", want: []string{`{"a":95,"b":7}`, `refused row 3 a: "€95.5" has another unit than the rows before it ("%")`}},
		{of: "field.trueValues field.falseValues", res: fields(`{"name":"a","type":"boolean","trueValues":["Có"],"falseValues":["Không"]},{"name":"b"}`), file: "a,b\nCó,x\nKhông,y\ntrue,z\n", want: []string{`{"a":true,"b":"x"}`, `{"a":false,"b":"y"}`, `refused row 4 a: "true" is neither true nor false`}},
		{of: "field.delimiter field.itemType list.default", res: fields(`{"name":"a","type":"list","delimiter":";","itemType":"integer"},{"name":"b","type":"list"}`), file: "a,b\n1;2;3,x\n1;x,y\n4,\"p,q\"\n", want: []string{`{"a":[1,2,3],"b":["x"]}`, `{"a":[4],"b":["p","q"]}`, `refused row 3 a: "x" is not a whole number`}},
		{of: "field.itemType", res: fields(`{"name":"a","type":"list","itemType":"year"},{"name":"b"}`), file: plain, want: []string{`warned resources[0].schema.fields[0].itemType: "year" is none of string, integer, boolean, number, datetime, date, time`, `{"a":["1"],"b":"x"}`}},

		// Constraints.
		{of: "field.constraints constraint.required constraint.unique", res: fields(`{"name":"a","constraints":{"required":true,"unique":true}},{"name":"b"}`), file: "a,b\n1,x\n,y\n1,z\n", want: []string{`{"a":"1","b":"x"}`, "refused row 3 a: the value is missing", `refused row 4 a: "1" is in row 2 already`}},
		{of: "constraint.pattern", res: fields(`{"name":"a","type":"string","constraints":{"pattern":"[A-Z]\\c*"}},{"name":"b"}`), file: "a,b\nAé-1,x\nbx,y\nA b,z\n", want: []string{`{"a":"Aé-1","b":"x"}`, `refused row 3 a: "bx" does not follow the pattern`, `refused row 4 a: "A b" does not follow the pattern`}},
		{of: "constraint.pattern", res: fields(`{"name":"a","type":"string","constraints":{"pattern":"(?=x)"}},{"name":"b"}`), file: plain, want: []string{"warned resources[0].schema.fields[0].constraints.pattern: the pattern \"(?=x)\" cannot be honoured: invalid or unsupported Perl syntax: `(?=`; the values are not held against it", `{"a":"1","b":"x"}`}},
		{of: "constraint.enum", res: fields(`{"name":"a","type":"number","constraints":{"enum":[1,"2.50"]}},{"name":"b"}`), file: "a,b\n1.0,x\n2.5,y\n3,z\n", want: []string{`{"a":1,"b":"x"}`, `{"a":2.5,"b":"y"}`, `refused row 4 a: "3" is not in the list`}},
		{of: "constraint.minimum constraint.maximum", res: fields(`{"name":"a","type":"integer","constraints":{"minimum":2,"maximum":"3"}},{"name":"b","type":"date","constraints":{"minimum":"2024-01-01"}}`), file: "a,b\n1,2025-01-01\n2,2024-01-01\n4,\n3,2023-12-31\n",
			want: []string{`{"a":2,"b":"2024-01-01"}`, "refused row 2 a: 1 is too small", "refused row 4 a: 4 is too large", "refused row 5 b: 2023-12-31 is too small"}},
		{of: "constraint.exclusiveMinimum constraint.exclusiveMaximum", res: fields(`{"name":"a","type":"number","constraints":{"exclusiveMinimum":0,"exclusiveMaximum":1}},{"name":"b","type":"duration","constraints":{"exclusiveMaximum":"P1Y"}}`), file: "a,b\n0,\n0.5,P11M\n1,\n0.1,P12M\n",
			want: []string{`{"a":0.5,"b":"P11M"}`, "refused row 2 a: 0 is too small", "refused row 4 a: 1 is too large", "refused row 5 b: P12M is too large"}},
		{of: "constraint.minLength constraint.maxLength", res: fields(`{"name":"a","type":"string","constraints":{"minLength":2,"maxLength":3}},{"name":"b","type":"array","constraints":{"maxLength":1}}`), file: "a,b\nđ,\nđêm,[1]\nđêmn,\nđê,\"[1,2]\"\n",
			want: []string{`{"a":"đêm","b":[1]}`, `refused row 2 a: "đ" is too short`, `refused row 4 a: "đêmn" is too long`, `refused row 5 b: "[1,2]" is too long`}},
		{of: "constraint.jsonSchema", res: fields(`{"name":"a","type":"object","constraints":{"jsonSchema":{"type":"object"}}},{"name":"b"}`), file: "a,b\n{},x\n", want: []string{"warned resources[0].schema.fields[0].constraints.jsonSchema: cannot be honoured; use type, pattern, enum and the other constraints", `{"a":{},"b":"x"}`}},

		// Types and formats.
		{of: "string.default string.email string.uri", res: fields(`{"name":"a","type":"string","format":"email"},{"name":"b","type":"string","format":"uri"},{"name":"c","type":"string"}`), file: "a,b,c\na@x.vn,https://x.vn,1\nx,,\n,x,\n", want: []string{`{"a":"a@x.vn","b":"https://x.vn","c":"1"}`, `refused row 3 a: "x" is not an e-mail address`, `refused row 4 b: "x" is not an address`}},
		{of: "string.binary string.uuid", res: fields(`{"name":"a","type":"string","format":"binary"},{"name":"b","type":"string","format":"uuid"}`), file: "a,b\naGk=,123e4567-e89b-12d3-a456-426614174000\n?,\n,1\n", want: []string{`{"a":"aGk=","b":"123e4567-e89b-12d3-a456-426614174000"}`, `refused row 3 a: "?" is not base64`, `refused row 4 b: "1" is not a UUID`}},
		{of: "number.default", res: fields(`{"name":"a","type":"number"},{"name":"b"}`), file: "a,b\n-1.23,x\n+100000.00,y\n1e3,z\n.5,u\nNaN,v\nINF,w\n",
			want: []string{`{"a":-1.23,"b":"x"}`, `{"a":100000,"b":"y"}`, `{"a":1000,"b":"z"}`, `{"a":0.5,"b":"u"}`, `refused row 6 a: "NaN" is no number that can be published: JSON has none such`, `refused row 7 a: "INF" is no number that can be published: JSON has none such`}},
		{of: "integer.default boolean.default", res: fields(`{"name":"a","type":"integer"},{"name":"b","type":"boolean"}`), file: "a,b\n-7,TRUE\n1.5,0\n8,no\n", want: []string{`{"a":-7,"b":true}`, `refused row 3 a: "1.5" is not a whole number`, `refused row 4 b: "no" is neither true nor false`}},
		{of: "object.default array.default", res: fields(`{"name":"a","type":"object"},{"name":"b","type":"array"}`), file: "a,b\n\"{\"\"k\"\":[1]}\",\"[1,\"\"x\"\"]\"\n[1],\n", want: []string{`{"a":{"k":[1]},"b":[1,"x"]}`, "refused row 3 a: the value is not a JSON object"}},
		{of: "datetime.default datetime.pattern datetime.any", res: fields(`{"name":"a","type":"datetime"},{"name":"b","type":"datetime","format":"%d/%m/%Y %H:%M"},{"name":"c","type":"datetime","format":"any"}`), file: "a,b,c\n2024-01-26T15:00:00.300-05:00,12/11/2018 09:15,2024-01-26 15:00:00\n2024-01-26T15:00:00,,\n2024-01-26,,\n",
			want: []string{`{"a":"2024-01-26T15:00:00.300-05:00","b":"2018-11-12T09:15:00","c":"2024-01-26 15:00:00"}`, `{"a":"2024-01-26T15:00:00"}`, `refused row 4 a: "2024-01-26" is not a datetime`}},
		{of: "date.default date.pattern date.any", res: fields(`{"name":"a","type":"date"},{"name":"b","type":"date","format":"%d-%m-%Y"},{"name":"c","type":"date","format":"any"}`), file: "a,b,c\n2024-01-26,05-07-2025,5/7/2025\n2024-02-30,,\n", want: []string{`{"a":"2024-01-26","b":"2025-07-05","c":"2025-07-05"}`, `refused row 3 a: "2024-02-30" is not a date`, "warned t.csv row 2 c: date-read"}},
		{of: "time.default time.pattern time.any", res: fields(`{"name":"a","type":"time"},{"name":"b","type":"time","format":"%Hh%M"},{"name":"c","type":"time","format":"any"}`), file: "a,b,c\n15:00:00,07h30,15:04\n25:00:00,,\n", want: []string{`{"a":"15:00:00","b":"07:30:00","c":"15:04"}`, `refused row 3 a: "25:00:00" is not a time`}},
		{of: "year.default yearmonth.default duration.default", res: fields(`{"name":"a","type":"year"},{"name":"b","type":"yearmonth"},{"name":"c","type":"duration"}`), file: "a,b,c\n2025,2025-07,P1Y2M10DT2H30M\n25x,,\n,2025-13,\n,,1Y\n",
			want: []string{`{"a":2025,"b":"2025-07","c":"P1Y2M10DT2H30M"}`, `refused row 3 a: "25x" is not a year`, `refused row 4 b: "2025-13" is not a month of a year`, `refused row 5 c: "1Y" is not a duration`}},
		{of: "geopoint.default geopoint.array geopoint.object", res: fields(`{"name":"a","type":"geopoint"},{"name":"b","type":"geopoint","format":"array"},{"name":"c","type":"geopoint","format":"object"}`), file: "a,b,c\n\"105.7, 18.5\",\"[105.7,18.5]\",\"{\"\"lon\"\":105.7,\"\"lat\"\":18.5}\"\n18.5,,\n",
			want: []string{`{"a":[105.7,18.5],"b":[105.7,18.5],"c":[105.7,18.5]}`, `refused row 3 a: "18.5" is not a point`}},
		{of: "geojson.default geojson.topojson", res: fields(`{"name":"a","type":"geojson"},{"name":"b","type":"geojson","format":"topojson"}`), file: "a,b\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\",\n",
			want: []string{"warned resources[0].schema.fields[1].format: TopoJSON is not read; the values are read as GeoJSON. Convert them to GeoJSON", `{"a":{"coordinates":[1,2],"type":"Point"}}`}},
		{of: "any.default", res: fields(`{"name":"a","type":"any"},{"name":"b"}`), file: "a,b\n01,2\n", want: []string{`{"a":"01","b":"2"}`}},
	}
}

// workbook is a workbook of two sheets.
func workbook(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	var out bytes.Buffer
	_, err := f.NewSheet("Sau")
	for cell, v := range map[string]any{"Sheet1!A1": "một", "Sheet1!A2": 1, "Sau!A1": "hai", "Sau!A2": 2} {
		sheet, at, _ := strings.Cut(cell, "!")
		if err == nil {
			err = f.SetCellValue(sheet, at, v)
		}
	}
	if err == nil {
		err = f.Write(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Every property of Data Package v2 is honoured, or whoever declares it is told that it
// is not: nothing is passed over in silence.
func TestEveryPropertyOfTheStandardIsHonouredOrWarnedOf(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range standardCases(t) {
		for _, p := range strings.Fields(c.of) {
			seen[p] = true
			if !slices.Contains(standardProperties(), p) {
				t.Errorf("%s is no property of the standard", p)
			}
		}
		if diff := cmp.Diff(c.want, c.came(t)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.of, c.pack+c.res, diff)
		}
	}
	for _, p := range standardProperties() {
		if !seen[p] {
			t.Errorf("no case shows what comes of %s", p)
		}
	}
}

// came is what comes of a case.
func (c standardCase) came(t *testing.T) []string {
	t.Helper()
	pack := c.pack
	if pack != "" {
		pack += ","
	}
	files := fstest.MapFS{"datapackage.json": {Data: []byte(`{"name":"goi",` + pack + `"resources":[{"name":"t",` + c.res + `}]}`)}}
	if c.file != "" {
		files["t.csv"] = &fstest.MapFile{Data: []byte(c.file)}
	}
	for name, body := range c.more {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	var out []string
	p, problems := datasets.Read(files, ".")
	for _, pr := range problems {
		out = append(out, map[bool]string{true: "fatal ", false: "warned "}[pr.Fatal]+pr.Error())
	}
	if p == nil {
		return out
	}
	if c.see != nil {
		out = append(out, fmt.Sprint(c.see(p)))
	}
	to, res := &sink{}, p.Resources[0]
	res.Thesaurus = &datasets.ThesaurusMapping{} // whose rows come with their cells
	err := datapackage.NewSource(datapackage.Reader{FS: files, Dir: "."}, p, "", nil).Read(t.Context(), res, to)
	for _, r := range to.rows {
		b, err := json.Marshal(r.Cells)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	for _, r := range to.refused {
		out = append(out, fmt.Sprintf("refused row %d %s: %s", r.Row, r.Column, r.Reason))
	}
	for _, w := range to.warned {
		where := w.File
		if w.Row > 0 {
			where += fmt.Sprintf(" row %d", w.Row)
		}
		out = append(out, "warned "+strings.TrimSpace(where+" "+w.Column)+": "+w.Code)
	}
	if err != nil {
		out = append(out, "unread "+strings.TrimPrefix(err.Error(), "invalid: "))
	}
	return out
}
