package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"

	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
)

// userCmd keeps the accounts of the desk from the operator's terminal, also while
// a server runs.
type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Add an account and print the one-time link by which its person sets the password."`
	List    userListCmd    `cmd:"" help:"List the accounts."`
	Disable userDisableCmd `cmd:"" help:"Shut an account and end its sessions."`
	Reset   userResetCmd   `cmd:"" help:"Open an account again if it is shut, give it other roles if --role says so, and print a new one-time link."`
}

// userFlags are what all of them take.
type userFlags struct {
	Store string `help:"${store_help}" env:"${store_env}" placeholder:"ADDRESS"`
	Data  string `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
}

// open opens the private store, does the work and closes it.
func (o userFlags) open(c *commandLine, do func(*people) error) error {
	p, err := openPeople(c.ctx, o.Store, o.Data, "", c.now)
	if err != nil {
		return err
	}
	return errors.Join(do(p), p.Close())
}

// userGiven says who the account is of and what it may do.
type userGiven struct {
	Name    string   `arg:"" help:"Name of the account."`
	Role    []string `help:"${role_help}" env:"${role_env}" placeholder:"ROLE"`
	Unit    string   `help:"${unit_help}" env:"${unit_env}" placeholder:"UNIT"`
	BaseURL string   `name:"base-url" help:"${base_url_help}" env:"${base_url_env}" placeholder:"URL"`
}

func (o userGiven) grants() ([]account.Grant, error) {
	var out []account.Grant
	for _, s := range o.Role {
		role, err := account.ParseRole(s)
		if err != nil {
			return nil, fmt.Errorf("%w; roles: %s", err, strings.Join(account.Names(), " "))
		}
		g, err := account.NewGrant(role, o.Unit)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// tell prints a one-time link.
func (o userGiven) tell(c *commandLine, token string) error {
	base := strings.TrimRight(o.BaseURL, "/")
	if base == "" {
		base = "http://127.0.0.1:8080"
	}
	_, err := fmt.Fprintf(c.out, "%s: open this once within %s to set the password:\n%s/desk/vi/link?token=%s\n", o.Name, account.LinkLife, base, url.QueryEscape(token))
	return err
}

type userAddCmd struct {
	userFlags `embed:""`
	userGiven `embed:""`
	Person    string `help:"${person_help}" env:"${person_env}" placeholder:"NAME"`
}

// Run adds the account.
func (o *userAddCmd) Run(c *commandLine) error {
	grants, err := o.grants()
	if err != nil {
		return err
	}
	return o.open(c, func(p *people) error {
		token, err := p.accounts.Add(c.ctx, account.Account{Name: o.Name, Person: o.Person, Grants: grants}, accounts.Program)
		if err != nil {
			return err
		}
		return o.tell(c, token)
	})
}

type userListCmd struct {
	userFlags `embed:""`
}

// Run prints a line an account.
func (o *userListCmd) Run(c *commandLine) error {
	return o.open(c, func(p *people) error {
		all, err := p.accounts.Accounts(c.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "name\tperson\troles\tstate\tlast signed in")
		for _, a := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", a.Name, a.Person, grantList(a.Grants), state(a), lastSeen(a))
		}
		return w.Flush()
	})
}

func grantList(grants []account.Grant) string {
	var out []string
	for _, g := range grants {
		s := string(g.Role)
		if g.Unit != "" {
			s += "@" + g.Unit
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func state(a account.Account) string {
	switch {
	case a.Disabled:
		return "shut"
	case a.Hash == "":
		return "no password yet"
	}
	return "open"
}

func lastSeen(a account.Account) string {
	if a.SignedIn.IsZero() {
		return "never"
	}
	return a.SignedIn.Format("2006-01-02 15:04 UTC")
}

type userDisableCmd struct {
	userFlags `embed:""`
	Name      string `arg:"" help:"Name of the account."`
}

// Run shuts the account.
func (o *userDisableCmd) Run(c *commandLine) error {
	return o.open(c, func(p *people) error {
		return p.accounts.Change(c.ctx, o.Name, accounts.Program, func(a *account.Account) { a.Disabled = true })
	})
}

type userResetCmd struct {
	userFlags `embed:""`
	userGiven `embed:""`
}

// Run makes a new link.
func (o *userResetCmd) Run(c *commandLine) error {
	grants, err := o.grants()
	if err != nil {
		return err
	}
	return o.open(c, func(p *people) error {
		err := p.accounts.Change(c.ctx, o.Name, accounts.Program, func(a *account.Account) {
			a.Disabled = false
			if len(grants) > 0 {
				a.Grants = grants
			}
		})
		if err != nil {
			return err
		}
		token, err := p.accounts.Reset(c.ctx, o.Name, accounts.Program)
		if err != nil {
			return err
		}
		return o.tell(c, token)
	})
}
