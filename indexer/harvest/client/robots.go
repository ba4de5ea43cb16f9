package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"honglinh/catalog/text/notice"
)

// token is what robots.txt calls us.
const token = "honglinh"

// rules are what a host asks of programs.
type rules struct {
	group *robotstxt.Group // nil where all is open
	shut  error            // robots.txt cannot be had
}

// pause is the host's own pause between two requests, if it is longer than ours.
func (r rules) pause(ours time.Duration) time.Duration {
	if r.group != nil && r.group.CrawlDelay > ours {
		return r.group.CrawlDelay
	}
	return ours
}

// rulesOf reads the robots.txt of an address's host once a run. One that the server
// does not have opens all, one that the server fails to give shuts all (RFC 9309, 2.3.1).
func (c *Client) rulesOf(ctx context.Context, u *url.URL) (rules, error) {
	if !c.opt.Robots {
		return rules{}, nil
	}
	host := u.Scheme + "://" + u.Host
	if r, ok := c.rules[host]; ok {
		return r, nil
	}
	a, err := c.fetch(ctx, Request{URL: host + "/robots.txt", most: maxRobots, Keep: true}, true)
	r := rules{}
	switch {
	case err == nil:
		parsed, err := robotstxt.FromStatusAndBytes(http.StatusOK, a.Body)
		if err != nil {
			return rules{}, fail(host+"/robots.txt", ErrRobots, notice.Of("portal-robots-unread", err))
		}
		r.group = parsed.FindGroup(token)
	case errors.Is(err, ErrGone), errors.Is(err, ErrMissing), errors.Is(err, ErrRefused):
	case errors.Is(err, ErrFailed), errors.Is(err, ErrTooLarge):
		r.shut = err
	default:
		return rules{}, err
	}
	c.rules[host] = r
	return r, nil
}

// admitted tells why the rules of the host forbid an address, nil if they do not.
func (r rules) admitted(u *url.URL) error {
	if r.shut != nil {
		return fail(u.String(), ErrRobots, notice.Of("portal-robots-shut", r.shut))
	}
	if r.group != nil && !r.group.Test(u.RequestURI()) {
		return fail(u.String(), ErrRobots, nil)
	}
	return nil
}
