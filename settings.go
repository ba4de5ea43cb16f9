package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"gopkg.in/yaml.v3"

	"honglinh/catalog/text"
)

// setting is one thing that can be set: by the flag --name, by the environment
// variable HONGLINH_NAME, or by the key name in the YAML file. Flags beat the
// environment, which beats the file.
type setting struct {
	name, fallback, help string
	commands             string // that take it, separated by spaces
}

// settings is the one table of settings; flags, environment, file, the
// `settings` command and the README follow it.
func settings() []setting {
	return []setting{
		{"addr", "127.0.0.1:8080", "Address for readers: pages, API and widget.", "serve"},
		{"admin-addr", "127.0.0.1:9080", "Address for the operator: /healthz, /readyz, /metrics, POST /ingest. Never open it to readers.", "serve"},
		{"admin-token", "", "Secret that the operator's address wants as Authorization: Bearer for all but /healthz and /readyz; none if empty.", "serve"},
		{"admin-hosts", "", "Names, separated by commas, by which the operator's address may be asked beside IP addresses, localhost and that of --admin-addr.", "serve"},
		{"replica-token", "", "Secret by which readers elsewhere (--follow) fetch what this server publishes, below /replica/v1/ at the operator's address; nobody may if empty. Of a reader: the one that its writer has.", "serve"},
		{"follow", "", "Serve as a reader that follows another server: http://host:9080, its operator's address. This one brings nothing in, has a data folder of its own, and serves on when the other is away. With --store, the records are read in the database of the other.", "serve"},
		{"writer", "", "Of a reader: address for readers of the server that it follows, http://host:8080, to which it hands on what only that one can answer: the desk, enquiries, ratings, subscriptions. Without it those are refused with 503. The other wants this one in its --trust-proxy.", "serve"},
		{"base-url", "", "Public address of the catalogue, for links that leave the page; http:// and the address for readers if empty.", "serve user"},
		{"refresh", "15m", "How often the sources are read again; 0 is only on SIGHUP and POST /ingest.", "serve"},
		{"basemap", "", "Your own .pmtiles base map in place of the one that ships; never one of a third party.", "serve"},
		{"certification", "false", "Hide the VN-2000 codes that the official OGC test suite does not know, and features without geometry, for a certification run.", "serve"},
		{"rate-limit", "12000", "Tokens a minute of one client without a key in the long run; 0 limits nobody. A page, a search, a page of rows or a call by MCP is 1 token, a suggestion 0.2, an answer that is ready or a file 0.05, an export 5 and 1 for each 1,000 rows, an upload 5.", "serve"},
		{"rate-burst", "10000", "Tokens that one client without a key may use at once.", "serve"},
		{"kept-answers", "32", "Memory in MiB for answers that are ready: each is kept for a minute at most, and goes with the content that it was made of; 0 keeps none.", "serve"},
		{"key-rate-limit", "60000", "The same a minute for a client with an API key; its burst is a tenth of that.", "serve"},
		{"api-keys", "", "API keys, separated by commas; sent as X-API-Key or Authorization: Bearer.", "serve"},
		{"trust-proxy", "false", "Believe X-Forwarded-For of proxies of your own: true is one proxy, a number that many in a row, else the networks in which they are (10.0.0.0/8,2001:db8::/32). The client is the last address that none of them has; false believes nobody.", "serve"},
		{"tls-cert", "", "Certificate chain in PEM to serve readers by HTTPS; read again within a minute when the file changes.", "serve"},
		{"tls-key", "", "Its private key in PEM.", "serve"},
		{"keep-enquiries", "365", "Days that a reader's enquiry is kept after it was answered; then it is deleted with its address.", "serve"},
		{"log-format", "text", "How the log is written: text or json.", "serve"},
		{"data", "./data", "Folder of the catalogue: store, index, tables and copies of the packages.", "serve ingest harvest check export user backup restore"},
		{"store", "", "Where the records and what is kept of people are: postgres://user@host/database?schema=honglinh for a PostgreSQL database (version 15 or later); SQLite files in the data folder if empty. Of backup: refused for a database, which pg_dump copies. A password belongs into PGPASSWORD or ~/.pgpass.", "serve ingest check export user backup"},
		{"engine", "", "The search engine: opensearch+https://user@host:9200,host2:9200/prefix?ca=FILE for an OpenSearch cluster (version 2.19 or later; opensearch+http on your own network), whose indexes begin with the prefix, else honglinh; an index in the data folder if empty. The password belongs into HONGLINH_ENGINE_PASSWORD, ca is a file of certificates in PEM.", "serve ingest check"},
		{"files", "", "Where the versions of tables and the photos of the desk are kept: s3://bucket/prefix?endpoint=https://host&region=name for an object store, whose key is in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or ~/.aws; the data folder if empty. Files that are in the folder and not there are put there at the start.", "serve ingest backup"},
		{"packages", "", "Folder of data packages, or one that is a package; may be given several times. Check takes lost copies from there.", "serve ingest check"},
		{"no-embedded", "false", "Leave the shipped packages out.", "serve ingest"},
		{"allow-removal", "false", "Let this run remove as much as its sources say; of serve, the first run only. Of harvest: take for missing whatever is not found.", "serve ingest harvest"},
		{"removal-limit", "20", "How many per cent of a source's records a run may remove: one that would remove more, and more than two, or all of them, or empty a table, leaves that source as it was. 0 removes none, 100 whatever the sources say.", "serve ingest"},
		{"package-bytes", "17179869184", "Largest package that is read, in bytes of all its files.", "serve ingest"},
		{"package-rows", "20000000", "Most rows that are read of one package.", "serve ingest"},
		{"package-time", "30m", "How long reading one package may take.", "serve ingest"},
		{"import-area", "102,6,118,24", "Where the places of records may lie: west,south,east,north in degrees. A row outside is refused; the default is Vietnam with its islands and waters.", "serve ingest"},
		{"start-anew", "false", "Begin with an empty record of truth where index or tables are there and catalogue.sqlite is gone.", "serve ingest"},
		{"dry-run", "false", "Ask the sources and report, and write nothing.", "harvest"},
		{"repair", "false", "Mend what is damaged: records from the copies of their packages, copies from the packages at hand, pointers, the index.", "check"},
		{"report", "", "File for the run's report in JSON.", "ingest"},
		{"json", "false", "Print the findings as JSON.", "inspect"},
		{"write", "", "Folder for the proposed datapackage.json, where the files are that it describes; one that is there is not replaced.", "inspect"},
		{"lang", "", "Language of what is found: vi or en; that of the terminal (LANG) if not given.", "ingest inspect"},
		{"role", "", "Role at the desk, may be given several times: contributor unit-head editor secretary head iso accountant admin log-reader.", "user"},
		{"unit", "", "Unit in which a contributor or unit head has the role: bac-hong-linh.", "user"},
		{"person", "", "Name of the account's person, as colleagues know it.", "user"},
		{"out", "", "New folder for the packages, or of backup the new file or s3://bucket/prefix/NAME.zip (see --files), its private part beside it as NAME.private.zip; of basemap the .pmtiles file.", "export backup basemap"},
		{"since", "", "Earlier backup, a file or s3://…, whose files are not copied again; to restore, both are needed.", "backup"},
		{"from", "", "File of a backup, or s3://… of one; given once for each: the public part, the private one, the earlier ones it builds on. Of basemap the extract: .osm.pbf, or GeoJSON with OpenStreetMap's tags.", "restore basemap"},
		{"bbox", "", "Box of the base map to make: west,south,east,north in degrees.", "basemap"},
		{"verify", "false", "Read the whole backup and compare every checksum, and put nothing back.", "restore"},
	}
}

// variable returns the environment variable of a setting.
func (s setting) variable() string {
	return "HONGLINH_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// vars are the texts that the struct tags of the commands refer to.
func vars() kong.Vars {
	v := kong.Vars{}
	for _, s := range settings() {
		key := strings.ReplaceAll(s.name, "-", "_")
		v[key+"_default"], v[key+"_help"], v[key+"_env"] = s.fallback, s.help, s.variable()
	}
	return v
}

// maxConfig bounds the YAML file; ours has a dozen lines.
const maxConfig = 1 << 20

// readConfig is load for who needs no blocks.
func readConfig(r io.Reader) (kong.Resolver, error) { return fileBlocks{}.load(r) }

// load is a kong.ConfigurationLoader for YAML whose keys are names of settings. It
// keeps the blocks. An unknown key is an error that names the nearest known one.
func (b fileBlocks) load(r io.Reader) (kong.Resolver, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxConfig))
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(raw, &values); err != nil {
		return nil, fmt.Errorf("the configuration is not YAML: %w", err)
	}
	var known, objects []string
	for _, s := range settings() {
		known = append(known, s.name)
	}
	for _, s := range blocks() {
		objects = append(objects, s.name)
	}
	clean := map[string]any{}
	for k, v := range values {
		if slices.Contains(objects, k) {
			b[k] = v
			continue
		}
		name := strings.ReplaceAll(k, "_", "-")
		if !slices.Contains(known, name) {
			_, near := text.Nearly(name, slices.Concat(known, objects))
			return nil, fmt.Errorf("the configuration has the unknown key %q%s", k, near)
		}
		clean[name] = v
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, env := range flag.Envs {
			if _, set := os.LookupEnv(env); set {
				return nil, nil // the environment beats the file
			}
		}
		return clean[flag.Name], nil
	}), nil
}

// settingsCmd prints the table of settings as Markdown, as the README has it.
type settingsCmd struct{}

// Run prints the table.
func (settingsCmd) Run(c *commandLine) error {
	_, err := io.WriteString(c.out, settingsTable())
	return err
}

func settingsTable() string {
	var b strings.Builder
	b.WriteString("| flag | environment | file | default | commands | |\n|---|---|---|---|---|---|\n")
	for _, s := range settings() {
		fmt.Fprintf(&b, "| `--%s` | `%s` | `%s` | %s | %s | %s |\n", s.name, s.variable(), s.name, code(s.fallback), s.commands, s.help)
	}
	for _, s := range blocks() {
		fmt.Fprintf(&b, "| | | `%s` | | %s | %s |\n", s.name, s.commands, s.help)
	}
	return b.String()
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
