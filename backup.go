package main

import (
	"context"
	"fmt"

	"honglinh/indexer"
	"honglinh/indexer/backup"
)

type backupCmd struct {
	Store string `help:"${store_help}" env:"${store_env}" placeholder:"ADDRESS"`
	Data  string `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	Out   string `help:"${out_help}" env:"${out_env}" required:"" placeholder:"FILE"`
	Since string `help:"${since_help}" env:"${since_env}" placeholder:"FILE"`
	Files string `help:"${files_help}" env:"${files_env}" placeholder:"ADDRESS"`
}

// Run writes the backup and says what is in it.
func (o *backupCmd) Run(c *commandLine) error {
	done, err := backup.Take(c.ctx, backup.Options{Data: o.Data, Out: o.Out, Since: o.Since, Settings: c.config, Files: o.Files,
		Stores: indexer.Stores{Address: o.Store}, Program: version, Now: c.now})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d files up to change %d, %d of them new, %d bytes in %s\n", done.Files, done.Seq, done.Added, done.Bytes, o.Out)
	return nil
}

type restoreCmd struct {
	From   []string `help:"${from_help}" env:"${from_env}" required:"" sep:"none" placeholder:"FILE"`
	Data   string   `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	Verify bool     `help:"${verify_help}" env:"${verify_env}"`
}

// Run puts the backup back, or only reads it.
func (o *restoreCmd) Run(c *commandLine) error {
	read, where := backup.Restore, " in "+o.Data
	if o.Verify {
		read, where = func(ctx context.Context, from []string, _ string) (backup.Restored, error) {
			return backup.Verify(ctx, from)
		}, ", all as they were written"
	}
	done, err := read(c.ctx, o.From, o.Data)
	if err != nil {
		return err
	}
	private := "without the private part"
	if done.Private {
		private = "with the private part"
	}
	fmt.Fprintf(c.out, "%d files, %d bytes up to change %d, %s%s\n", done.Files, done.Bytes, done.Seq, private, where)
	return nil
}
