package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// errSilent says that a server took a statement and said nothing for too long.
var errSilent = errors.New("the server took the statement and does not answer")

// errLostWithin says that the connection went in the middle of a transaction.
var errLostWithin = fmt.Errorf("the connection was lost in a transaction: %w", io.ErrUnexpectedEOF)

// fault wraps an error of the server with what was being done and how to mend it;
// nil stays nil, faults and cancellations pass through.
func fault(op string, err error) error {
	var known *catalog.Fault
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) && !errors.Is(err, errSilent) {
		return err
	}
	kind, remedy := remedyOf(err)
	en := op
	var s *pgconn.PgError
	if errors.As(err, &s) {
		en += ": " + s.Message
	} else if kind != catalog.Upstream { // readers need not know where the server is; see opening
		en += ": " + err.Error()
	}
	if r := remedy[text.EN]; r != "" {
		en += ": " + r
	}
	return &catalog.Fault{Kind: kind, Where: "store", Detail: text.New(remedy[text.VI], en), Err: fmt.Errorf("store: %s: %w", op, err)}
}

// opening adds to a fault what the operator, who named the store, should know of its server.
func opening(err error) error {
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind != catalog.Upstream || f.Err == nil {
		return err
	}
	said := strings.Join(strings.Fields(f.Err.Error()), " ")
	return &catalog.Fault{Kind: f.Kind, Where: f.Where, Err: f.Err, Detail: text.New(f.Detail[text.VI]+" ("+said+")", f.Detail[text.EN]+" ("+said+")")}
}

func remedyOf(err error) (catalog.FaultKind, text.Text) {
	var s *pgconn.PgError
	switch {
	case errors.As(err, &s):
		return remedyOfCode(s.Code)
	case errors.Is(err, errSilent):
		return catalog.Upstream, text.New("máy chủ PostgreSQL không trả lời; hãy xem tải, đĩa và các khoá (pg_stat_activity) của nó",
			"look at the load, the disk and the locks of the PostgreSQL server (pg_stat_activity)")
	case isNetwork(err):
		return catalog.Upstream, text.New("không kết nối được máy chủ PostgreSQL; hãy xem nó có đang chạy và địa chỉ trong --store có đúng không; những gì đã xác nhận vẫn còn nguyên",
			"the PostgreSQL server does not answer; see that it runs and that the address in --store is right; everything acknowledged is safe")
	}
	return catalog.Internal, text.Text{}
}

// remedyOfCode tells what to do about an error by its SQLSTATE (PostgreSQL, appendix A).
func remedyOfCode(code string) (catalog.FaultKind, text.Text) {
	switch {
	case code == "53100":
		return catalog.Internal, text.New("đĩa của máy chủ PostgreSQL đã đầy; những gì đã xác nhận vẫn còn nguyên, hãy giải phóng chỗ rồi chạy lại",
			"the disk of the PostgreSQL server is full; everything acknowledged is safe, free some space and run again")
	case code == "53300":
		return catalog.Busy, text.New("máy chủ PostgreSQL hết kết nối; hãy tăng max_connections hoặc giảm pool_max_conns trong --store",
			"the PostgreSQL server has no connection left; raise its max_connections, or lower pool_max_conns in --store")
	case code == "55P03" || code == "40001" || code == "40P01":
		return catalog.Busy, text.New("kho dữ liệu đang bận; hãy thử lại", "the store is busy; try again")
	case code == "57014":
		return catalog.Upstream, text.New("máy chủ PostgreSQL đã ngắt câu lệnh (statement_timeout?); hãy nâng giới hạn cho người dùng này",
			"the PostgreSQL server ended the statement (statement_timeout?); raise the limit of this user")
	case strings.HasPrefix(code, "57P") || strings.HasPrefix(code, "08"):
		return catalog.Upstream, text.New("máy chủ PostgreSQL đang dừng hoặc khởi động lại; hãy thử lại",
			"the PostgreSQL server stops or starts; try again")
	case strings.HasPrefix(code, "28"):
		return catalog.Internal, text.New("máy chủ PostgreSQL không nhận người dùng này; hãy xem tên và mật khẩu (--store, PGPASSWORD, ~/.pgpass) và pg_hba.conf",
			"the PostgreSQL server does not let this user in; see the name, the password (--store, PGPASSWORD, ~/.pgpass) and pg_hba.conf")
	case code == "3D000":
		return catalog.Internal, text.New("chưa có cơ sở dữ liệu này; hãy tạo bằng `createdb --encoding UTF8 TÊN`",
			"there is no such database; make it by `createdb --encoding UTF8 NAME`")
	case code == "42501" || code == "25006":
		return catalog.Internal, text.New("người dùng này không được ghi vào cơ sở dữ liệu; hãy cấp quyền: GRANT CREATE ON DATABASE …, hoặc dùng máy chủ chính",
			"this user may not write to the database; grant it: GRANT CREATE ON DATABASE …, or name the primary server")
	case strings.HasPrefix(code, "XX"), strings.HasPrefix(code, "58"):
		return catalog.Internal, text.New("máy chủ PostgreSQL báo dữ liệu hoặc đĩa hỏng; hãy xem nhật ký của nó rồi khôi phục từ bản sao lưu",
			"the PostgreSQL server finds its data or disk damaged; look at its log, then restore a backup")
	}
	return catalog.Internal, text.Text{}
}

// isLost reports whether the connection or the server went away under a statement, or was not
// to be had, so that it is worth to try once more.
func isLost(err error) bool {
	var s *pgconn.PgError
	if errors.As(err, &s) {
		return strings.HasPrefix(s.Code, "57P") || strings.HasPrefix(s.Code, "08") || s.Code == "53300"
	}
	return isNetwork(err)
}

func isNetwork(err error) bool {
	var n net.Error
	var c *pgconn.ConnectError
	return errors.As(err, &c) || errors.As(err, &n) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed) || pgconn.SafeToRetry(err)
}

// noStore is the fault of a schema that is not there yet.
func noStore(where string) error {
	return catalog.NewFault(catalog.NotFound, "store", where+" chưa có kho dữ liệu; hãy chạy `honglinh ingest --store …` trước",
		"there is no catalogue in "+where+"; run `honglinh ingest --store …` first")
}
