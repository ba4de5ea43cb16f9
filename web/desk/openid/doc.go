// Package openid has people of the desk sign in at a provider of OpenID Connect, by the
// authorization code with a proof of who began it (RFC 7636). It knows no accounts.
package openid
