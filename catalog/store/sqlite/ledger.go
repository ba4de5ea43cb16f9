package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/pressly/goose/v3/database"
)

// ledger tells goose which steps a file has seen: all up to SQLite's
// user_version, which changes in the transaction of the step. Programs older than
// goose read it too, and refuse a file of a newer one by it.
type ledger struct{}

var _ database.StoreExtender = ledger{}

// Tablename implements database.Store.
func (ledger) Tablename() string { return "user_version" }

// TableExists implements database.StoreExtender: every file has the number.
func (ledger) TableExists(context.Context, database.DBTxConn) (bool, error) { return true, nil }

// CreateVersionTable implements database.Store.
func (ledger) CreateVersionTable(context.Context, database.DBTxConn) error { return nil }

// Insert implements database.Store: the steps run in order.
func (ledger) Insert(ctx context.Context, db database.DBTxConn, req database.InsertRequest) error {
	_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", req.Version)) // takes no parameter
	return err
}

// Delete implements database.Store: there is no way back.
func (ledger) Delete(context.Context, database.DBTxConn, int64) error {
	return database.ErrNotImplemented
}

// GetMigration implements database.Store.
func (l ledger) GetMigration(ctx context.Context, db database.DBTxConn, version int64) (*database.GetMigrationResult, error) {
	latest, err := l.GetLatestVersion(ctx, db)
	if err == nil && version > latest {
		err = database.ErrVersionNotFound
	}
	if err != nil {
		return nil, err
	}
	return &database.GetMigrationResult{Timestamp: time.Time{}, IsApplied: true}, nil
}

// GetLatestVersion implements database.Store.
func (ledger) GetLatestVersion(ctx context.Context, db database.DBTxConn) (int64, error) {
	return fileVersion(ctx, db)
}

// ListMigrations implements database.Store, the last step first.
func (l ledger) ListMigrations(ctx context.Context, db database.DBTxConn) ([]*database.ListMigrationsResult, error) {
	latest, err := l.GetLatestVersion(ctx, db)
	if err != nil {
		return nil, err
	}
	var out []*database.ListMigrationsResult
	for v := latest; v >= 0; v-- {
		out = append(out, &database.ListMigrationsResult{Version: v, IsApplied: true})
	}
	return out, nil
}
