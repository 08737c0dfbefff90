package files

import (
	"net/http"
	"testing"
)

func TestNegotiatesEncoding(t *testing.T) {
	for accept, want := range map[string]string{
		"":                            identityEncoding,
		"gzip":                        gzipEncoding,
		"gzip, deflate, br":           identityEncoding,
		"gzip, deflate, identity;q=0": gzipEncoding,
		"identity":                    identityEncoding,
		"identity, gzip;q=0.5":        identityEncoding,
		"gzip;q=0":                    identityEncoding,
		"br":                          identityEncoding,
		"*":                           identityEncoding,
		"gzip;q=1.0, identity;q=0":    gzipEncoding,
		"br, identity;q=0":            "",
		"*;q=0":                       "",
	} {
		header := http.Header{}
		if accept != "" {
			header.Set("Accept-Encoding", accept)
		}
		got, ok := negotiate(header)
		if got != want || ok != (want != "") {
			t.Errorf("%q leads to %q, want %q", accept, got, want)
		}
	}
}

func TestRangeIsServedPlain(t *testing.T) {
	header := http.Header{"Accept-Encoding": {"gzip"}, "Range": {"bytes=0-1"}}

	if got, _ := negotiate(header); got != identityEncoding {
		t.Errorf("a range is served as %q", got)
	}
}
