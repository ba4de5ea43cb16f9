package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"honglinh/catalog/text"
)

// Settings are the provider of a catalogue, of the block `desk.oidc` of the settings.
type Settings struct {
	// Issuer is the provider's address, under which it says where everything stands.
	Issuer string `json:"issuer"`
	// ClientID and ClientSecret are what the provider knows the catalogue by.
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	// Name is how people call the provider.
	Name text.Text `json:"name"`
	// Second says that the provider always asks for a second factor, where it does not say
	// so in `amr`.
	Second bool `json:"second"`
}

// Validate says which setting is wrong.
func (s Settings) Validate() error {
	u, err := url.Parse(s.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost":
		return errors.New("desk.oidc.issuer: want the provider's address by https")
	case s.ClientID == "" || s.ClientSecret == "":
		return errors.New("desk.oidc: want client_id and client_secret, as the provider gave them")
	case s.Name[text.VI] == "":
		return errors.New("desk.oidc.name: want how people call the provider, such as {vi: Tài khoản của tỉnh, en: Account of the province}")
	}
	return nil
}

// patience is how long the provider may take for one answer.
const patience = 10 * time.Second

// Provider is a provider of OpenID Connect. It is asked where everything stands when
// somebody first signs in, so that the catalogue starts without it.
type Provider struct {
	Settings
	client *http.Client
	mu     sync.Mutex
	found  *oidc.Provider // nil until it answered
}

// New returns a provider of valid settings.
func New(s Settings) *Provider {
	return &Provider{Settings: s, client: &http.Client{Timeout: patience}}
}

// Identity is who somebody is at the provider.
type Identity struct {
	Issuer, Subject string
	// Second says that the provider asked for a second factor (RFC 8176).
	Second bool
}

func (p *Provider) find(ctx context.Context) (*oidc.Provider, context.Context, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// What is found outlives the request that asked for it.
		found, err := oidc.NewProvider(context.WithoutCancel(ctx), p.Issuer)
		if err != nil {
			return nil, ctx, fmt.Errorf("openid: %s: %w", p.Issuer, err)
		}
		p.found = found
	}
	return p.found, ctx, nil
}

func (p *Provider) config(found *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID}}
}

// Verifier makes the proof of who begins.
func Verifier() string { return oauth2.GenerateVerifier() }

// Leads returns the provider's address at which somebody signs in; it leads to back, with
// the state.
func (p *Provider) Leads(ctx context.Context, back, state, nonce, verifier string) (string, error) {
	found, _, err := p.find(ctx)
	if err != nil {
		return "", err
	}
	return p.config(found, back).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// errNonce is of a token that was made for another flow.
var errNonce = errors.New("the token is of another flow")

// Who returns who signed in with a code.
func (p *Provider) Who(ctx context.Context, back, code, nonce, verifier string) (Identity, error) {
	found, ctx, err := p.find(ctx)
	if err != nil {
		return Identity{}, err
	}
	tokens, err := p.config(found, back).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Identity{}, fmt.Errorf("openid: the code: %w", err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := found.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err == nil && id.Nonce != nonce {
		err = errNonce
	}
	var said struct {
		AMR []string `json:"amr"`
	}
	if err == nil {
		err = id.Claims(&said)
	}
	if err != nil {
		return Identity{}, fmt.Errorf("openid: the token: %w", err)
	}
	return Identity{id.Issuer, id.Subject, p.Second || slices.Contains(said.AMR, "mfa")}, nil
}
