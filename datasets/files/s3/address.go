package s3

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"honglinh/datasets/files"
)

// Scheme begins addresses of this package.
const Scheme = "s3"

// Address says where a bucket is. It has no secrets.
type Address struct {
	Bucket string
	// Prefix begins the names of all files in the bucket, "" or with a slash at its end.
	Prefix string
	// Endpoint is the server, https://s3.<region>.amazonaws.com if empty.
	Endpoint string
	Region   string
}

// Variables of the environment that other programs for S3 read, too.
const (
	endpointVariable = "AWS_ENDPOINT_URL"
	regionVariable   = "AWS_REGION"
)

// Parse reads s3://bucket/prefix?endpoint=https://host:port&region=name. What the
// address leaves out is taken from AWS_ENDPOINT_URL and AWS_REGION.
func Parse(address string) (Address, error) {
	bad := func(why string) (Address, error) {
		return Address{}, fmt.Errorf("files %q: %s; want s3://bucket/prefix?endpoint=https://host&region=name", address, why)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != Scheme {
		return bad("no address of S3")
	}
	if u.User != nil {
		return Address{}, fmt.Errorf("files s3://…@%s: keys do not belong into an address; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", u.Host)
	}
	if u.Host == "" || u.Port() != "" || u.Fragment != "" {
		return bad("it names no bucket")
	}
	a := Address{Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"), Endpoint: os.Getenv(endpointVariable), Region: os.Getenv(regionVariable)}
	if a.Prefix != "" {
		if err := files.CheckName(a.Prefix); err != nil {
			return bad(err.Error())
		}
		a.Prefix += "/"
	}
	for key, values := range u.Query() {
		switch key {
		case "endpoint":
			a.Endpoint = values[0]
		case "region":
			a.Region = values[0]
		default:
			return bad(fmt.Sprintf("it has the unknown parameter %q", key))
		}
	}
	if a.Endpoint == "" {
		a.Endpoint = "https://s3.amazonaws.com"
		if a.Region != "" {
			a.Endpoint = "https://s3." + a.Region + ".amazonaws.com"
		}
	}
	e, err := url.Parse(a.Endpoint)
	if err != nil || e.Scheme != "http" && e.Scheme != "https" || e.Host == "" || e.User != nil || strings.Trim(e.Path, "/") != "" {
		return bad(fmt.Sprintf("the endpoint %q is no http(s)://host:port", a.Endpoint))
	}
	return a, nil
}

// Within is the address of what lies below a folder of this one.
func (a Address) Within(folder string) Address {
	a.Prefix += folder + "/"
	return a
}

// String implements fmt.Stringer.
func (a Address) String() string { return Scheme + "://" + a.Bucket + "/" + a.Prefix }
