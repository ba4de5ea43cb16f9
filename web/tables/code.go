package tables

import (
	"net/url"

	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// snippet is code that fetches exactly the rows shown.
type snippet struct{ ID, Label, Code string }

// snippets are written for what a machine has without installing anything but
// the language itself; .ci/conformance/snippets.py runs them.
func snippets(base, path string, query url.Values, ref table.Ref) []snippet {
	csv, json := base+frame.WithQuery(path+"/exports/csv", query), base+frame.WithQuery(path+"/exports/json", query)
	file := ref.Dataset + "-" + ref.Table + ".csv"
	return []snippet{
		{"curl", "curl", "curl --fail --location --output " + file + " \\\n  '" + csv + "'\n"},
		{"python", "Python", `import csv, io, urllib.request

url = "` + csv + `"
with urllib.request.urlopen(url) as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8", newline="")))
print(len(rows), "rows")
`},
		{"r", "R", `url <- "` + csv + `"
rows <- read.csv(url, encoding = "UTF-8", check.names = FALSE, na.strings = "",
                 colClasses = "character") # as written: codes keep their zeros
cat(nrow(rows), "rows\n")
`},
		{"javascript", "JavaScript", `const answer = await fetch(
  "` + json + `"
);
if (!answer.ok) throw new Error(await answer.text());
const rows = await answer.json();
console.log(rows.length, "rows");
`},
		{"powerquery", "Excel / Power Query", `let
  Source = Csv.Document(
    Web.Contents("` + csv + `"),
    [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
  ),
  Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true])
in
  Rows
`},
	}
}
