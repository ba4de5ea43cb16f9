package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"honglinh/api/httpkit"
)

// proxies are those whose word on who asks is taken, as a setting: a bare --trust-proxy
// is one.
type proxies struct{ httpkit.Proxies }

var _ kong.BoolMapperValue = (*proxies)(nil)

// IsBool lets the flag stand without a value.
func (*proxies) IsBool() bool { return true }

// Decode reads the flag, the variable or the key of the file, where true and numbers
// have types of their own.
func (p *proxies) Decode(ctx *kong.DecodeContext) (err error) {
	said := any(true)
	if ctx.Scan.Peek().Type == kong.FlagValueToken {
		said = ctx.Scan.Pop().Value
	}
	p.Proxies, err = httpkit.ParseProxies(fmt.Sprint(said))
	return err
}
