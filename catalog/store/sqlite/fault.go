package sqlite

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// fault wraps an error of SQLite with what was being done and how to mend it;
// nil stays nil, faults and cancellations pass through.
func fault(op string, err error) error {
	var known *catalog.Fault
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind, remedy := catalog.Internal, text.Text{}
	var s *sqlite.Error
	if errors.As(err, &s) {
		kind, remedy = remedyOf(s.Code() & 0xff)
	}
	en := fmt.Sprintf("%s: %v", op, err)
	if r := remedy[text.EN]; r != "" {
		en += ": " + r
	}
	return &catalog.Fault{Kind: kind, Where: "store", Detail: text.New(remedy[text.VI], en), Err: fmt.Errorf("store: %s: %w", op, err)}
}

func remedyOf(code int) (catalog.FaultKind, text.Text) {
	switch code {
	case sqlite3.SQLITE_FULL:
		return catalog.Internal, text.New("đĩa đã đầy; những gì đã xác nhận vẫn còn nguyên, hãy giải phóng chỗ rồi chạy lại",
			"the disk is full; everything acknowledged is safe, free some space and run again")
	case sqlite3.SQLITE_IOERR:
		return catalog.Internal, text.New("đĩa đọc ghi lỗi; hãy kiểm tra đĩa rồi chạy `honglinh check`",
			"the disk did not read or write; look at the disk, then run `honglinh check`")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return catalog.Internal, text.New("tệp kho dữ liệu hỏng; hãy khôi phục từ bản sao hoặc bản `honglinh export`, hoặc chuyển tệp đi và nạp lại",
			"the store file is damaged; restore a backup, or move the file away and ingest again")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return catalog.Internal, text.New("không mở hoặc không ghi được tệp; hãy kiểm tra quyền của thư mục dữ liệu",
			"the file cannot be opened or written; check the permissions of the data folder")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return catalog.Busy, text.New("kho dữ liệu đang bận; hãy thử lại", "the store is busy; try again")
	}
	return catalog.Internal, text.Text{}
}

func noStore(dir string) error {
	return catalog.NewFault(catalog.NotFound, dir, "thư mục "+dir+" chưa có kho dữ liệu; hãy chạy `honglinh ingest` trước",
		"there is no catalogue in "+dir+"; run `honglinh ingest` first")
}
