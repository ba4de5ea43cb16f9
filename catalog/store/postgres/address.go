package postgres

import (
	"context"
	"fmt"
	"hash/fnv"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"honglinh/catalog"
)

// Scheme begins the address of a store: postgres://user@host/database?schema=honglinh.
const Scheme = "postgres"

// defaultSchema is that of the records; that of people has privateSuffix behind it.
const (
	defaultSchema = "honglinh"
	privateSuffix = "_private"
)

// connectWait is how long a server may take to answer a connection, unless the address says
// connect_timeout.
const connectWait = 5 * time.Second

// lockWait is how long a statement waits for what another session holds; see sqlite's.
const lockWait = "5000"

// Sizes of the pools of connections, unless the address says pool_max_conns: with the lease a
// serving process has at most 19, of the 100 that a server has by default.
const (
	readers       = 12
	writers       = 2
	peopleReaders = 2
	peopleWriters = 2
)

var schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Address is where a store is.
type Address struct {
	url    string // without what is ours
	schema string
	// dial makes connections; nil for the usual way.
	dial pgconn.DialFunc
}

// Parse reads an address: a URL of PostgreSQL with the parameter schema for the name of the
// schema, honglinh if there is none. Fault: Invalid.
func Parse(address string) (Address, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != Scheme && u.Scheme != "postgresql" {
		return Address{}, badAddress("it is no URL that begins with postgres://")
	}
	q := u.Query()
	a := Address{schema: defaultSchema}
	if q.Has("schema") {
		a.schema = q.Get("schema")
		q.Del("schema")
	}
	if !schemaName.MatchString(a.schema) {
		return Address{}, badAddress("a schema has 1 to 41 of a–z, 0–9 and _, a letter first")
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // to the server a plus is a plus
	a.url = u.String()
	if _, err := pgxpool.ParseConfig(a.url); err != nil {
		return Address{}, badAddress(err.Error()) // it leaves the password out
	}
	return a, nil
}

func badAddress(why string) error {
	return catalog.NewFault(catalog.Invalid, "store", "địa chỉ kho dữ liệu không đúng; hãy viết như postgres://người-dùng@máy-chủ/cơ-sở-dữ-liệu?schema=honglinh: "+why,
		"the address of the store is not right, write it like postgres://user@host/database?schema=honglinh: "+why)
}

// String names the store without a password.
func (a Address) String() string {
	c, err := pgconn.ParseConfig(a.url)
	if err != nil {
		return "postgres, schema " + a.schema
	}
	return fmt.Sprintf("postgres://%s/%s, schema %s", net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port))), c.Database, a.schema)
}

// Dump is the command that copies the store, people's part and all.
func (a Address) Dump() string {
	return fmt.Sprintf("pg_dump --format=custom --schema=%s --schema=%s --file=NAME.dump DATABASE", a.schema, a.people().schema)
}

// people is the address of what is kept of people.
func (a Address) people() Address {
	a.schema += privateSuffix
	return a
}

// lockKey is what the writers of the schema take turns by.
func (a Address) lockKey() int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("honglinh writer " + a.schema)) // never fails
	return int64(h.Sum64())
}

// use sets how a connection behaves.
func (a Address) use(c *pgx.ConnConfig) {
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectWait
	}
	if a.dial != nil {
		c.DialFunc = a.dial
	}
	for name, value := range map[string]string{
		"search_path":                         a.schema,
		"lock_timeout":                        lockWait,
		"synchronous_commit":                  "on", // what is acknowledged is on the disk, whatever the server's default
		"idle_in_transaction_session_timeout": "60000",
		// A machine that is gone without a word is noticed within 25 seconds.
		"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
	} {
		c.RuntimeParams[name] = value
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "honglinh"
	}
}

// pool is a pool of at most so many connections; none is made yet.
func (a Address) pool(ctx context.Context, size int32, readOnly bool) (*database, error) {
	c, err := pgxpool.ParseConfig(a.url)
	if err != nil {
		return nil, badAddress(err.Error())
	}
	a.use(c.ConnConfig)
	if readOnly {
		c.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	}
	if !strings.Contains(a.url, "pool_max_conns=") {
		c.MaxConns = size
	}
	c.MaxConnIdleTime = time.Minute
	p, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, badAddress(err.Error())
	}
	patience := writePatience
	if readOnly {
		patience = readPatience
	}
	return &database{pool: p, where: a.String(), silence: silence, patience: patience}, nil
}

// connect makes one connection.
func (a Address) connect(ctx context.Context) (*pgx.Conn, error) {
	c, err := a.connConfig()
	if err != nil {
		return nil, err
	}
	return pgx.ConnectConfig(ctx, c)
}

func (a Address) connConfig() (*pgx.ConnConfig, error) {
	c, err := pgxpool.ParseConfig(a.url)
	if err != nil {
		return nil, badAddress(err.Error())
	}
	a.use(c.ConnConfig)
	return c.ConnConfig, nil
}
